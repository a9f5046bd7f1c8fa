INSERT INTO registrations_registration (
    user_id, edition_id, status, countries, languages, level, terms_version, created_at, updated_at
)
SELECT id, (SELECT id FROM events_edition WHERE slug = %(edition)s), 'draft', '{}', '{}', '', '', at, at
  FROM (
    SELECT id, now() - interval '30 hours' - id * interval '0.1 seconds' AS at
      FROM accounts_user WHERE email LIKE 'person%%'
  ) AS people
