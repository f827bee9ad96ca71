// How many candidates the full-text index gives for words; one more than the limit where there are more.
// $query text: the words, as the full-text index asks for them
// $candidates_asked integer: one more than are taken
// -> candidates: integer
CALL db.index.fulltext.queryNodes('dataset_words', $query, {limit: $candidates_asked}) YIELD node
RETURN count(node) AS candidates;
