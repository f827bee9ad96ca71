// What questions start from besides identities.
CREATE INDEX dataset_state IF NOT EXISTS FOR (d:Dataset) ON (d.state, d.since);
CREATE INDEX dataset_name IF NOT EXISTS FOR (d:Dataset) ON (d.name);
CREATE INDEX dataset_start_time IF NOT EXISTS FOR (d:Dataset) ON (d.start_time);
CREATE INDEX job_status IF NOT EXISTS FOR (j:Job) ON (j.status);
CREATE INDEX application_name IF NOT EXISTS FOR (a:Application) ON (a.name);
CREATE INDEX rejected_code IF NOT EXISTS FOR (r:Rejected) ON (r.code);
CREATE INDEX dataset_kind IF NOT EXISTS FOR (d:Dataset) ON (d.kind);
