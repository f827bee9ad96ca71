// Nodes with more edges of a kind than the table of rules allows.
// $out_of_source list of text: types of which one edge may leave a node
// $into_target list of text: types of which one edge may enter a node
// $limit integer: how many examples at most
// -> count: how many; examples: list of {type, node, edges}
CALL () {
  MATCH (n)-[e]->()
  WHERE type(e) IN $out_of_source
  RETURN n, type(e) AS type, count(*) AS edges
  UNION ALL
  MATCH (n)<-[e]-()
  WHERE type(e) IN $into_target
  RETURN n, type(e) AS type, count(*) AS edges
}
WITH n, type, edges
WHERE edges > 1
WITH collect({type: type, node: coalesce(n.location, n.key, n.name), edges: edges}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
