// Starts from the index of the job that made them.
MATCH (d)<-[:OUTPUT]-(x:Job)
USING INDEX x:Job(status);
