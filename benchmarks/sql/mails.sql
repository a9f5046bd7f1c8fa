INSERT INTO outbox_outgoingemail (
    template, "to", user_id, language, time_zone, topic, reply_to, renderer, context, rule, occurrence,
    subject, body_text, body_html, secret, dedupe_key, status, attempts, next_try_at, last_reply,
    created_at, sent_at
)
SELECT 'bench', email, id, 'es', 'UTC', '', '', '', '{}', '', '', format('Correo %%s', n), 'Texto', '',
       false, format('bench:%%s', n), 'sent', 1, at, '250 2.0.0 Ok: queued', at, at
  FROM accounts_user,
       LATERAL (SELECT n, now() - n * interval '7 hours' AS at FROM generate_series(1, %(mails)s) AS n) AS sent
 WHERE email = %(participant)s
