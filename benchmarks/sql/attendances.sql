-- %(participant)s goes to the first %(sessions)s sessions of the edition %(edition)s.
INSERT INTO events_attendance (session_id, user_id, email, language, time_zone, status, nonce, created_at, joined_at)
SELECT session.id, account.id, account.email, 'es', 'America/Bogota', 'going', 'bench' || session.id, now(), now()
  FROM events_session AS session
  JOIN events_edition AS edition ON edition.id = session.edition_id AND edition.slug = %(edition)s
  JOIN accounts_user AS account ON account.email = %(participant)s
 WHERE session.is_published
 ORDER BY session.id
 LIMIT %(sessions)s
    ON CONFLICT DO NOTHING
