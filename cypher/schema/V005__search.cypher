// What searches start from: the words of a dataset, and the names of what stands beside it. The words are parted by
// blanks when they are written, so the index takes them as they are. Datasets from before get those of name and location.
CREATE FULLTEXT INDEX dataset_words IF NOT EXISTS FOR (d:Dataset) ON EACH [d.words]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}};
CREATE INDEX investigation_name IF NOT EXISTS FOR (i:Investigation) ON (i.name);
CREATE INDEX sample_name IF NOT EXISTS FOR (s:Sample) ON (s.name);
MATCH (d:Dataset)
WHERE d.words IS NULL
CALL (d) {
  SET d.words = reduce(
    words = '',
    sign IN split(toLower(coalesce(d.name + ' | ', '') + d.location), '') |
    words + CASE WHEN sign =~ '[\\p{L}\\p{N}|]' THEN sign ELSE ' ' END
  )
} IN TRANSACTIONS OF 10000 ROWS;
