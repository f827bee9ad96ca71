// How many datasets an expression fits, and how they are distributed: one pass over groups of equal facts.
// $start piece: the clause that finds d
// $condition piece: what d has to be
// $count_max integer: where counting ends
// $values_max integer: values of a facet that are shown; of the others their number is told
// -> counted: {count, facets}, each facet {facet, values, values_count, others_count}
$start
WHERE $condition
WITH DISTINCT d LIMIT $count_max
OPTIONAL MATCH (d)-[:PART_OF]->(i:Investigation)
OPTIONAL MATCH (i)-[:ON]->(b:Instrument)
OPTIONAL MATCH (d)<-[:OUTPUT]-(:Job)-[:RAN]->(a:Application)
WITH d, i, b, a, COLLECT { MATCH (d)-[:USES_TECHNIQUE]->(t:Technique) RETURN t.pid ORDER BY t.pid } AS pids
WITH d.kind AS kind, d.state AS state, b.name AS instrument, i.name AS investigation, pids,
     CASE WHEN a IS NULL THEN null ELSE [a.name, a.version] END AS application,
     left(d.start_time, 7) AS month, count(*) AS members
WITH collect({members: members, values: [
  ['kind', kind], ['state', state], ['instrument', instrument], ['investigation', investigation],
  ['application', application], ['year', left(month, 4)], ['month', month]
] + CASE WHEN pids = [] THEN [['technique', null]] ELSE [pid IN pids | ['technique', pid]] END}) AS sets
CALL (sets) {
  UNWIND sets AS one
  UNWIND one.values AS value
  WITH value[0] AS facet, value[1] AS value, sum(one.members) AS members
  ORDER BY members DESC, value
  WITH facet, collect({value: value, count: members}) AS values
  RETURN collect({
    facet: facet,
    values: values[..$values_max],
    values_count: size(values),
    others_count: reduce(others = 0, value IN values[$values_max..] | others + value.count)
  }) AS facets
}
RETURN {count: reduce(count = 0, one IN sets | count + one.members), facets: facets} AS counted;
