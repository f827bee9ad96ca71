// Which jobs read what a job wrote, by the numbers of the jobs in the store, page by page in the order of job keys; a
// job whose inputs no job wrote lies on no cycle and is left out.
// $after text: key of the last job of the page before; empty for the first page
// $limit integer: how many jobs at most
// -> last: text, key of the last job of the page; null when there is none
// -> readers: list of [number of a job, list of numbers of the jobs that read what it wrote]
MATCH (j:Job)
WHERE j.key > $after
WITH j
ORDER BY j.key
LIMIT $limit
WITH j.key AS key,
     id(j) AS number,
     CASE WHEN EXISTS { (j)<-[:INPUT]-(:Dataset)<-[:OUTPUT]-(:Job) }
       THEN COLLECT { MATCH (j)-[:OUTPUT]->(:Dataset)-[:INPUT]->(k:Job) RETURN id(k) }
       ELSE []
     END AS numbers
WITH key, CASE WHEN numbers <> [] THEN [number, numbers] END AS reader
RETURN max(key) AS last, collect(reader) AS readers;
