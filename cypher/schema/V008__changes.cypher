// What was changed since a change is found without reading the whole graph.
CREATE INDEX dataset_change IF NOT EXISTS FOR (d:Dataset) ON (d.change);
CREATE INDEX job_change IF NOT EXISTS FOR (j:Job) ON (j.change);
CREATE INDEX closed_dataset_until IF NOT EXISTS FOR (c:ClosedDataset) ON (c.until);
CREATE INDEX closed_job_until IF NOT EXISTS FOR (j:ClosedJob) ON (j.until);
