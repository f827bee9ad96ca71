// Every application, for a dump.
// -> name, version: text; since: integer
MATCH (a:Application)
RETURN a.name AS name, a.version AS version, a.since AS since
ORDER BY a.key;
