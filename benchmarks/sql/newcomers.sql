INSERT INTO accounts_user (
    password, is_superuser, email, name, public_name, country, time_zone, language, pronouns,
    hugging_face, hugging_face_later, discord, discord_later, github, is_staff, is_active, date_joined
)
SELECT '!', false, format('newcomer%%s@example.org', n), '', '', '', 'America/La_Paz', 'es', '', '', false,
       '', false, '', false, true, now()
  FROM generate_series(1, %(newcomers)s) AS n
