// Up to which change a catalogue was told is kept once for each catalogue and mode.
CREATE CONSTRAINT published_name IF NOT EXISTS FOR (p:Published) REQUIRE p.name IS UNIQUE;
