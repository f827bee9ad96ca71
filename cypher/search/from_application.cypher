// Starts from the index of the application that made them.
MATCH (d)<-[:OUTPUT]-(:Job)-[:RAN]->(x:Application)
USING INDEX x:Application(name);
