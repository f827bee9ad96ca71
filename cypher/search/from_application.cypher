// Starts from the index of the application that made them.
MATCH (d)<-[:OUTPUT]-(:Job)-[:RAN]->(s:Application)
USING INDEX SEEK s:Application(name);
