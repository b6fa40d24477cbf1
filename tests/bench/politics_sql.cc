#include "tests/bench/politics_sql.h"

namespace tertial::bench {

const char kFollowUpsSql[] = R"(
SELECT r.id, r.titles, r.sort, r.summaries, r.latest_event, r.event_source, r.treatments, r.kind,
  r.decided_in, r.body, r.adopted, r.wordings, r.owner, r.handler, r.due, r.decided_last, e.events,
  (e.latest).id, (e.latest).kind, (e.latest).date, (e.latest).last_day, (e.latest).owner,
  (e.latest).handler, (e.latest).due, (e.latest).evidence, (e.latest).remarks,
  coalesce(e.due, r.due), coalesce(e.owner, r.owner), coalesce(e.handler, r.handler, c.handler),
  coalesce(e.remarks, r.summaries),
  coalesce((e.latest).kind,
      CASE WHEN e.events IS NULL THEN nullif(r.latest_event, 0) END, 1::int2) IN (1, 2, 6, 8)
    AND coalesce(e.due_last, r.due_last) < $3,
  c.body, c.meeting, c.date, c.year, c.sequence, c.titles,
  CASE WHEN r.wordings = '' THEN c.decisions END, c.exemption, c.review
FROM resolution_bodies l
JOIN resolutions r ON r.area = $1 AND r.id = l.resolution
LEFT JOIN cases c ON c.area = $1 AND c.id = r.decided_in
LEFT JOIN LATERAL (
  SELECT count(*) AS events,
    (array_agg(v ORDER BY last_day DESC, revision DESC, id DESC)
      FILTER (WHERE first_day <= $3))[1] AS latest,
    (array_agg(due ORDER BY last_day DESC, revision DESC, id DESC)
      FILTER (WHERE first_day <= $3 AND due IS NOT NULL))[1] AS due,
    (array_agg(due_last ORDER BY last_day DESC, revision DESC, id DESC)
      FILTER (WHERE first_day <= $3 AND due IS NOT NULL))[1] AS due_last,
    (array_agg(owner ORDER BY last_day DESC, revision DESC, id DESC)
      FILTER (WHERE first_day <= $3 AND owner IS NOT NULL))[1] AS owner,
    (array_agg(handler ORDER BY last_day DESC, revision DESC, id DESC)
      FILTER (WHERE first_day <= $3 AND handler IS NOT NULL))[1] AS handler,
    (array_agg(remarks ORDER BY last_day DESC, revision DESC, id DESC)
      FILTER (WHERE first_day <= $3 AND remarks IS NOT NULL))[1] AS remarks,
    min(first_day) AS first_event
  FROM events v WHERE area = $1 AND resolution = r.id HAVING count(*) > 0) e ON true
WHERE l.area = $1 AND l.body = $2
  AND coalesce(least(r.decided_first, r.treated_first, e.first_event), $3) <= $3
ORDER BY l.decided_first NULLS LAST, l.resolution
LIMIT $4
)";

const char kSearchSql[] = R"(
SELECT * FROM (
  (SELECT 1, id, titles, left(decisions, 300), body, coalesce(left(meeting, 10), date), year,
      sequence FROM cases
    WHERE area = $1 AND words @@ to_tsquery('norwegian', $2) ORDER BY id LIMIT $3)
  UNION ALL
  (SELECT 4, id, titles, left(wordings, 300), body, adopted, 0, 0 FROM resolutions
    WHERE area = $1 AND words @@ to_tsquery('norwegian', $2) ORDER BY id LIMIT $3)
  UNION ALL
  (SELECT 2, id, titles, '', '', opened, 0, 0 FROM matters
    WHERE area = $1 AND words @@ to_tsquery('norwegian', $2) ORDER BY id LIMIT $3)) hits
LIMIT $3
)";

}  // namespace tertial::bench
