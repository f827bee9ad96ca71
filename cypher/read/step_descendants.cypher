// What was derived from some datasets in one processing step.
// $locations list of text: locations of the datasets
// -> found: list of text, locations, each once
CALL () {
  UNWIND $locations AS location
  MATCH (:Dataset {location: location})-[:INPUT]->(j:Job)
  WITH DISTINCT j
  MATCH (j)-[:OUTPUT]->(x:Dataset)
  RETURN collect(DISTINCT x.location) AS found
}
RETURN found;
