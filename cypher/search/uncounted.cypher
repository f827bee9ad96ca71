// Counts nothing.
RETURN null AS counted;
