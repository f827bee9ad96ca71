// How many nodes there are but those that every graph has: the ledger and what was applied of the schema.
// -> nodes: count
MATCH (n)
WHERE NOT n:Ledger AND NOT n:Migration
RETURN count(n) AS nodes;
