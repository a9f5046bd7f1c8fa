-- %(people)s invented people, their proven addresses, nothing of them real. Names repeat as they do among us:
-- one family name in eight is Quispe. example.org never gets mail.
WITH names AS (
    SELECT n,
           (ARRAY['Ayelén','Tomás','Lucía','Joana','Ander','Marisol','Rocío','Iria','Wilmer','Daniela',
                  'Yesenia','Bruno','Nayeli','Iñaki','Camila','Sofía','João','Mireia'])[1 + n %% 18] AS first,
           (ARRAY['Quispe','Arriaga','Benítez','Farias','Goikoetxea','Nsue','Ñamandú','Castro'])[1 + n %% 8] AS family,
           (ARRAY['Mamani','Pech','Ocampo','Lima','Ruiz','Ela','Vera','Lema','Huamán','Ríos','Cruz'])[1 + n %% 11] AS other,
           (ARRAY['BO','MX','CO','BR','ES','GQ','PY','PE','CL','AR'])[1 + n %% 10] AS country,
           (ARRAY['America/La_Paz','America/Mexico_City','America/Bogota','America/Sao_Paulo','Europe/Madrid',
                  'Africa/Malabo','America/Asuncion','America/Lima','America/Santiago',
                  'America/Argentina/Buenos_Aires','America/Caracas','America/Guatemala'])[1 + n %% 12] AS zone
      FROM generate_series(1, %(people)s) AS n
), made AS (
    INSERT INTO accounts_user (
        password, is_superuser, email, name, public_name, country, time_zone, language, pronouns,
        hugging_face, hugging_face_later, discord, discord_later, github, is_staff, is_active, date_joined
    )
    SELECT '!', false, format('person%%s@example.org', n), concat_ws(' ', first, family, other), '', country,
           zone, 'es', '', CASE WHEN n %% 2 = 0 THEN format('person-%%s', n) ELSE '' END, false, '', false, '', false,
           true, now() - interval '60 days'
      FROM names
    RETURNING id, email
)
INSERT INTO account_emailaddress (user_id, email, verified, "primary")
SELECT id, email, true, true FROM made
