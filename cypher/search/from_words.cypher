// Starts from the best candidates of the full-text index.
// $query text: the words, as the full-text index asks for them
// $candidates_max integer: how many candidates at most
CALL db.index.fulltext.queryNodes('dataset_words', $query, {limit: $candidates_max}) YIELD node AS d;
