"""Message to Neo4j, Neo4j to answers: the only room that imports the driver.

It holds no query text: every word said to Neo4j stands in ``cypher/``, one question a file. It parses no message
and knows no HTTP.
"""
