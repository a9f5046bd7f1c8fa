-- %(proposals)s proposals of talks to the edition %(edition)s, by people of people.sql, each with the scores of three
-- reviewers on two criteria.
WITH edition AS (
    SELECT id FROM events_edition WHERE slug = %(edition)s
), round AS (
    INSERT INTO review_reviewround (name, uses_scores, is_blind, uses_conflicts, holds_decisions)
    VALUES ('bench', true, false, true, false) RETURNING id
), criteria AS (
    INSERT INTO review_criterion (round_id, position, label_es, label_en, label_pt, weight, best)
    SELECT round.id, n, format('Criterio %%s', n), '', '', n, 5 FROM round, generate_series(1, 2) AS n
    RETURNING id, weight
), call AS (
    UPDATE events_call SET review_round_id = round.id
      FROM round, edition WHERE events_call.edition_id = edition.id AND kind = 'keynote'
), people AS (
    SELECT id, name, row_number() OVER (ORDER BY id) AS n
      FROM accounts_user WHERE email LIKE 'person%%' ORDER BY id LIMIT %(proposals)s
), proposals AS (
    INSERT INTO events_keynoteproposal (
        edition_id, submitted_by_id, status, submitted_at, version, key, name, occupation, affiliation, bio, website,
        linkedin, x, bluesky, preferred_days, hours, time_zone, title, abstract, takeaways, level, format, language,
        may_record, is_promotional, sponsor, comments, created_at, updated_at
    )
    SELECT edition.id, people.id, 'submitted', now() - n * interval '7 minutes', 1, gen_random_uuid(), people.name,
           'investigadora', 'Universidad de Ejemplo', repeat('Trabaja en PLN. ', 10), '', '', '', '', '{}', 0, '',
           format('Propuesta %%s sobre las lenguas que hablamos', n),
           repeat('De qué va y para quién es esta charla. ', 12), ARRAY['una', 'dos', 'tres'], 1 + n %% 4,
           (ARRAY['keynote', 'talk', 'workshop'])[1 + n %% 3], 'es', true, false, '', '', now(), now()
      FROM edition, people
    RETURNING id
), reviews AS (
    INSERT INTO review_review (content_type_id, object_id, reviewer_id, at, remark, total, updated_at)
    SELECT kind.id, proposals.id, people.id, now(), '', (proposals.id * people.n %% 11) / 10.0, now()
      FROM proposals, django_content_type AS kind, people
     WHERE kind.app_label = 'events' AND kind.model = 'keynoteproposal'
       AND people.n BETWEEN 1 + proposals.id %% 20 AND 3 + proposals.id %% 20
    RETURNING id, total
)
INSERT INTO review_score (review_id, criterion_id, value)
SELECT reviews.id, criteria.id, round(reviews.total * 5) FROM reviews, criteria
