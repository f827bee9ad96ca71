// Starts from the index of the job that made them.
MATCH (d)<-[:OUTPUT]-(s:Job)
USING INDEX SEEK s:Job(status);
