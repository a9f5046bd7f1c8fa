INSERT INTO registrations_registration (
    user_id, edition_id, status, countries, languages, level, terms_version,
    created_at, updated_at, submitted_at, registered_at, cancelled_at
)
SELECT id,
       (SELECT id FROM events_edition WHERE slug = CASE WHEN people.id %% 10 = 0 THEN '2025' ELSE %(edition)s END),
       status, ARRAY[country], ARRAY['es'], (ARRAY['basic', 'intermediate', 'advanced'])[1 + id %% 3], 'bench',
       at, at, at, CASE WHEN status IN ('registered', 'cancelled') THEN at END,
       CASE WHEN status = 'cancelled' THEN at END
  FROM (
    SELECT id, country, now() - id * interval '37 seconds' AS at,
           CASE WHEN id %% 23 = 0 THEN 'cancelled' WHEN id %% 19 = 0 THEN 'unconfirmed'
                WHEN id %% 17 = 0 THEN 'draft' ELSE 'registered' END AS status
      FROM accounts_user WHERE email LIKE 'person%%'
  ) AS people
