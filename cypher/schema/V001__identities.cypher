// One node per identity. A second node of the same location, key or DOI is refused by the database itself.
CREATE CONSTRAINT dataset_location IF NOT EXISTS FOR (d:Dataset) REQUIRE d.location IS UNIQUE;
CREATE CONSTRAINT dataset_id IF NOT EXISTS FOR (d:Dataset) REQUIRE d.id IS UNIQUE;
CREATE CONSTRAINT dataset_icat_id IF NOT EXISTS FOR (d:Dataset) REQUIRE d.icat_id IS UNIQUE;
CREATE CONSTRAINT job_key IF NOT EXISTS FOR (j:Job) REQUIRE j.key IS UNIQUE;
CREATE CONSTRAINT job_id IF NOT EXISTS FOR (j:Job) REQUIRE j.id IS UNIQUE;
CREATE CONSTRAINT application_key IF NOT EXISTS FOR (a:Application) REQUIRE a.key IS UNIQUE;
CREATE CONSTRAINT application_id IF NOT EXISTS FOR (a:Application) REQUIRE a.id IS UNIQUE;
CREATE CONSTRAINT investigation_key IF NOT EXISTS FOR (i:Investigation) REQUIRE i.key IS UNIQUE;
CREATE CONSTRAINT instrument_name IF NOT EXISTS FOR (i:Instrument) REQUIRE i.name IS UNIQUE;
CREATE CONSTRAINT sample_key IF NOT EXISTS FOR (s:Sample) REQUIRE s.key IS UNIQUE;
CREATE CONSTRAINT technique_pid IF NOT EXISTS FOR (t:Technique) REQUIRE t.pid IS UNIQUE;
CREATE CONSTRAINT publication_doi IF NOT EXISTS FOR (p:Publication) REQUIRE p.doi IS UNIQUE;
CREATE CONSTRAINT version_key IF NOT EXISTS FOR (v:Version) REQUIRE v.key IS UNIQUE;
CREATE CONSTRAINT rejected_key IF NOT EXISTS FOR (r:Rejected) REQUIRE r.key IS UNIQUE;
CREATE CONSTRAINT ledger_name IF NOT EXISTS FOR (l:Ledger) REQUIRE l.name IS UNIQUE;
