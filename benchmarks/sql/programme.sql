-- Sessions of the edition %(edition)s until it has %(sessions)s, each with somebody who speaks; all invented.
WITH edition AS (
    SELECT id, starts_on FROM events_edition WHERE slug = %(edition)s
), missing AS (
    SELECT edition.id AS edition_id, edition.starts_on, n
      FROM edition, generate_series(
          1, greatest(0, %(sessions)s - (SELECT count(*) FROM events_session AS session
                                          JOIN edition ON edition.id = session.edition_id WHERE is_published))
      ) AS n
), speakers AS (
    INSERT INTO events_person (slug, name, bio, website, linkedin, x, bluesky)
    SELECT format('ponente-de-ejemplo-%%s', n), format('Ponente de Ejemplo %%s', n), '', '', '', '', '' FROM missing
    RETURNING id, slug
), sessions AS (
    INSERT INTO events_session (
        edition_id, slug, kind, title, subtitle, poster_title, language, precision, starts_at, minutes, time_source,
        level, venue, video, notebook, note, abstract, takeaways, room_url, slides_url, seats_taken, takes_questions,
        status, is_published, sequence
    )
    SELECT edition_id, format('sesion-de-ejemplo-%%s', n), (ARRAY['keynote', 'charla', 'taller', 'ama'])[1 + n %% 4],
           format('Cómo medimos lo que saben los modelos de nuestras lenguas, parte %%s', n), '', '', 'es', 'instant',
           starts_on + (n %% 12) * interval '1 day' + (14 + n %% 6) * interval '1 hour', 30 + 15 * (n %% 3), '',
           1 + n %% 4, '', '', '', '', repeat('De qué va y para quién es esta sesión. ', 12), '{}', '', '', 0, false,
           'scheduled', true, 0
      FROM missing
    RETURNING id, slug
)
INSERT INTO events_sessionperson (session_id, person_id, role, position)
SELECT sessions.id, speakers.id, 'speaker', 0
  FROM sessions JOIN speakers ON replace(speakers.slug, 'ponente', 'sesion') = sessions.slug
