// No words were asked for.
// -> candidates: null
RETURN null AS candidates;
