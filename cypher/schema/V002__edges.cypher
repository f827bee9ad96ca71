// One producer for a dataset, and an input counts once: uniqueness of edges, enforced by the database.
CREATE CONSTRAINT output_once IF NOT EXISTS FOR ()-[o:OUTPUT]-() REQUIRE o.dataset IS UNIQUE;
CREATE CONSTRAINT input_once IF NOT EXISTS FOR ()-[i:INPUT]-() REQUIRE (i.dataset, i.job) IS UNIQUE;
