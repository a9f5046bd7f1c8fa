-- %(teams)s teams of three that look for people, and %(seekers)s people without a team who want to be found; one of
-- them is %(participant)s, who asks. All of them are the invented people of people.sql, none is real.
WITH pool AS (
    SELECT person.id AS registration_id, person.edition_id, row_number() OVER (ORDER BY person.id) AS place
      FROM registrations_registration AS person
      JOIN events_edition AS edition ON edition.id = person.edition_id AND edition.slug = %(edition)s
      JOIN accounts_user AS account ON account.id = person.user_id AND account.email LIKE 'person%%'
     WHERE person.status = 'registered'
), made AS (
    INSERT INTO registrations_team (
        edition_id, name, slug, idea, languages, profiles, tasks, hours, time_zone, meeting_place, approves_links,
        takes_matches, status, places, members, created_at, updated_at
    )
    SELECT edition.id, format('Equipo de Ejemplo %%s', n), format('equipo-de-ejemplo-%%s', n),
           format('Un corpus de %%s para %%s. ', (ARRAY['coplas', 'recetas', 'leyes', 'cuentos'])[1 + n %% 4],
                  (ARRAY['el quechua', 'o português', 'el guaraní', 'el gallego', 'el español'])[1 + n %% 5])
               || repeat('Queremos que los modelos entiendan **cómo hablamos** en cada país. ', 8),
           CASE WHEN n %% 3 = 0 THEN ARRAY['es', 'pt'] ELSE ARRAY['es'] END,
           (ARRAY['technical', 'data', 'linguistic', 'domain', 'design', 'writing'])[1 + n %% 4:2 + n %% 5],
           (ARRAY['review_data', 'know_culture', 'dataset_card', 'clean_data', 'demo', 'train'])[1 + n %% 3:3 + n %% 4],
           n * 7919 %% 268435456,
           (ARRAY['America/La_Paz', 'America/Mexico_City', 'America/Bogota', 'America/Sao_Paulo', 'Europe/Madrid',
                  'Africa/Malabo', 'America/Santiago'])[1 + n %% 7],
           '', true, false, 'looking', 5, 3, now(), now()
      FROM generate_series(1, %(teams)s) AS n, events_edition AS edition WHERE edition.slug = %(edition)s
    RETURNING id, edition_id
), numbered AS (
    SELECT id, edition_id, row_number() OVER (ORDER BY id) AS number FROM made
), members AS (
    INSERT INTO registrations_membership (registration_id, team_id, edition_id, is_captain, joined_at)
    SELECT pool.registration_id, team.id, team.edition_id, pool.place %% 3 = 0, now()
      FROM numbered AS team JOIN pool ON pool.place BETWEEN team.number * 3 AND team.number * 3 + 2
), seekers AS (
    SELECT registration_id, edition_id, place FROM pool
     WHERE place > %(teams)s * 3 + 3 AND place <= %(teams)s * 3 + 3 + %(seekers)s
     UNION ALL
    SELECT person.id, person.edition_id, 1
      FROM registrations_registration AS person
      JOIN events_edition AS edition ON edition.id = person.edition_id AND edition.slug = %(edition)s
      JOIN accounts_user AS account ON account.id = person.user_id AND account.email = %(participant)s
)
INSERT INTO registrations_teamprofile (
    registration_id, edition_id, profiles, tasks, about, hours, is_listed, wants_match, shares_discord, updated_at
)
SELECT registration_id, edition_id,
       (ARRAY['technical', 'data', 'linguistic', 'domain', 'design', 'writing'])[1 + place %% 4:2 + place %% 5],
       (ARRAY['review_data', 'know_culture', 'dataset_card', 'clean_data', 'demo', 'train'])[1 + place %% 3:3 + place %% 4],
       format('Me gusta %%s y quiero aprender a evaluar modelos. Conozco variedades de mi país y puedo revisar datos.',
              (ARRAY['el quechua', 'a poesia em português', 'el guaraní', 'la cocina'])[1 + place %% 4]),
       place * 104729 %% 268435456, true, true, false, now()
  FROM seekers
    ON CONFLICT (registration_id) DO UPDATE
   SET profiles = excluded.profiles, tasks = excluded.tasks, about = excluded.about, hours = excluded.hours,
       is_listed = true
