"""The statements of the finder: PostgreSQL filters, counts, compares and cuts the page in one go.

They are constant; what is asked for comes as parameters, and a filter that is not set is folded away before
the statement is planned. The points are those of `fit.fit_of`, whose weights are parameters too; tests
compare both. Written by hand: building the same through the ORM for each request costs more than the answer.
"""

#: Quarters of an hour that the boxes of a row share with the reader's week (`fit.shared_quarters`).
_QUARTERS = """
    SELECT coalesce(bit_count(({hours} & here.p0)::bit(32)) + 2 * bit_count(({hours} & here.p1)::bit(32))
         + 4 * bit_count(({hours} & here.p2)::bit(32)) + 8 * bit_count(({hours} & here.p3)::bit(32))
         + 16 * bit_count(({hours} & here.p4)::bit(32)), 0) AS quarters"""

#: The masks of each zone: `fit.zones_by_planes`, one array for each column.
_ZONES = """
    unnest(%(zones)s::text[], %(p0)s::int[], %(p1)s::int[], %(p2)s::int[], %(p3)s::int[], %(p4)s::int[])
        AS here(zone, p0, p1, p2, p3, p4)"""

_POINTS = """
    least(shared.quarters, %(most_quarters)s) / %(quarters_a_point)s
         + %(PROFILE)s * ({row}.profiles && %(profiles)s::varchar[])::int
         + %(LANGUAGE)s * ({languages} && %(languages)s::varchar[])::int
         + CASE WHEN {row}.tasks && %(tasks)s::varchar[] THEN %(TASK)s
                WHEN {row}.tasks && %(level_tasks)s::varchar[] THEN %(LEVEL_TASK)s ELSE 0 END
         + CASE WHEN {row}.challenge_id = %(challenge)s THEN %(CHALLENGE)s ELSE 0 END
         + CASE WHEN {is_new} THEN %(COUNTRY)s ELSE 0 END"""

_MATCHES = """
       AND (%(text)s = '' OR {row}.search @@ (websearch_to_tsquery('spanish_unaccent', %(text)s)
                                            || websearch_to_tsquery('portuguese_unaccent', %(text)s)))
       AND (%(profile)s = '' OR %(profile)s = ANY({row}.profiles))
       AND (%(language)s = '' OR %(language)s = ANY({languages}))
       AND (%(reto)s = 0 OR {row}.challenge_id = %(reto)s)
       AND (%(least_quarters)s = 0 OR shared.quarters >= %(least_quarters)s OR here.zone IS NULL)"""

#: Best first, newest among equals, after the row that was seen last: what comes in meanwhile moves nothing.
_CUT = """
    SELECT * FROM found
     WHERE %(after)s::bigint IS NULL OR (score, pk) < (%(after_score)s, %(after)s)
     ORDER BY score DESC, pk DESC LIMIT %(rows)s"""

#: Teams with a member of one of some countries.
_OF_COUNTRIES = """
    SELECT member.team_id
      FROM registrations_membership AS member
      JOIN registrations_registration AS person ON person.id = member.registration_id
     WHERE member.edition_id = %(edition)s AND person.countries && {codes}::varchar[]"""

_TEAM_POINTS = _POINTS.format(
    row="team",
    languages="team.languages",
    is_new="%(countries)s <> '{}' AND team.id NOT IN (" + _OF_COUNTRIES.format(codes="%(countries)s") + ")",
)
_TEAM_MATCHES = _MATCHES.format(row="team", languages="team.languages")

TEAMS = f"""
WITH found AS (
    SELECT team.id AS pk, count(*) OVER () AS total, bool_or(here.zone IS NULL) OVER () AS elsewhere,
           CASE WHEN %(compares)s THEN {_TEAM_POINTS} ELSE team.places - team.members END AS score
      FROM registrations_team AS team
      LEFT JOIN {_ZONES} ON here.zone = team.time_zone
     CROSS JOIN LATERAL ({_QUARTERS.format(hours="team.hours")}) AS shared
     WHERE team.edition_id = %(edition)s AND team.status = 'looking' {_TEAM_MATCHES}
       AND (%(country)s = '' OR team.id IN ({_OF_COUNTRIES.format(codes="ARRAY[%(country)s]")}))
       AND team.places - team.members >= %(places)s
       AND (%(path_tasks)s::varchar[] IS NULL
            OR team.tasks = '{{}}' OR team.tasks && %(path_tasks)s::varchar[])
)
SELECT page.*, team.name, team.slug, left(team.idea, %(excerpt)s) AS excerpt,
       team.languages, team.profiles, team.tasks, team.challenge_id AS challenge, team.hours, team.time_zone,
       team.members, team.places,
       ARRAY(SELECT DISTINCT unnest(person.countries)
               FROM registrations_membership AS member
               JOIN registrations_registration AS person ON person.id = member.registration_id
              WHERE member.team_id = team.id
              ORDER BY 1) AS countries
  FROM ({_CUT}) AS page
  JOIN registrations_team AS team ON team.id = page.pk
 ORDER BY page.score DESC, page.pk DESC
"""  # noqa: S608 -- the parts are the constants above

ZONES_OF_TEAMS = """
SELECT DISTINCT time_zone FROM registrations_team WHERE edition_id = %(edition)s AND status = 'looking'
"""

#: Who may be shown: querysets.teams.TeamProfileQuerySet.listed says the same. A thousand looked up by key:
#: OFFSET 0 keeps PostgreSQL from reading all registrations and accounts instead.
_LISTED = """
      FROM registrations_teamprofile AS profile
     CROSS JOIN LATERAL (
           SELECT * FROM registrations_registration WHERE id = profile.registration_id OFFSET 0) AS person
     CROSS JOIN LATERAL (SELECT * FROM accounts_user WHERE id = person.user_id OFFSET 0) AS account"""
_MAY_BE_SHOWN = """
     WHERE profile.edition_id = %(edition)s AND profile.is_listed AND person.status = 'registered'
       AND account.is_active AND person.id <> %(reader)s
       AND NOT EXISTS (
           SELECT FROM registrations_membership AS member WHERE member.registration_id = person.id)"""

_PERSON_POINTS = _POINTS.format(
    row="profile",
    languages="person.languages",
    is_new="%(countries)s <> '{}' AND NOT person.countries && %(countries)s::varchar[]",
)
_PERSON_MATCHES = _MATCHES.format(row="profile", languages="person.languages")

PEOPLE = f"""
WITH found AS (
    SELECT profile.id AS pk, count(*) OVER () AS total, bool_or(here.zone IS NULL) OVER () AS elsewhere,
           {_PERSON_POINTS} AS score
      {_LISTED}
      LEFT JOIN {_ZONES} ON here.zone = account.time_zone
     CROSS JOIN LATERAL ({_QUARTERS.format(hours="profile.hours")}) AS shared
     {_MAY_BE_SHOWN} {_PERSON_MATCHES}
       AND (%(country)s = '' OR %(country)s = ANY(person.countries))
       AND (%(level)s = '' OR person.level = %(level)s)
)
SELECT page.*, person.id AS registration, account.public_name, account.name,
       person.level, person.languages, person.countries, account.time_zone, profile.about AS excerpt,
       profile.profiles, profile.tasks, profile.challenge_id AS challenge, profile.hours
  FROM ({_CUT}) AS page
  JOIN registrations_teamprofile AS profile ON profile.id = page.pk
  JOIN registrations_registration AS person ON person.id = profile.registration_id
  JOIN accounts_user AS account ON account.id = person.user_id
 ORDER BY page.score DESC, page.pk DESC
"""  # noqa: S608 -- the parts are the constants above

ZONES_OF_PEOPLE = f"SELECT DISTINCT account.time_zone {_LISTED} {_MAY_BE_SHOWN}"

#: Somebody registered, and their profile and team where they have them, in the order of `reader`.
READER = """
SELECT person.id, person.countries, person.languages, person.level,
       coalesce(member.is_captain, false), profile.id IS NOT NULL, team.id IS NOT NULL,
       profile.profiles, profile.tasks, profile.challenge_id, profile.hours, profile.is_listed,
       team.slug, team.name, team.places - team.members, team.profiles, team.tasks, team.languages,
       team.challenge_id, team.hours, team.time_zone
  FROM registrations_registration AS person
  LEFT JOIN registrations_teamprofile AS profile ON profile.registration_id = person.id
  LEFT JOIN registrations_membership AS member ON member.registration_id = person.id
  LEFT JOIN registrations_team AS team ON team.id = member.team_id
 WHERE person.user_id = %(user)s AND person.edition_id = %(edition)s AND person.status = 'registered'
"""
