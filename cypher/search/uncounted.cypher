// Counts nothing.
// -> counted: null
RETURN null AS counted;
