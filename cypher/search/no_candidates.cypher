// No words were asked for.
RETURN null AS candidates;
