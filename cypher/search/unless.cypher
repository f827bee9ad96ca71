// A condition that must not be true; what cannot be told is not true.
// $condition piece: the condition
NOT coalesce($condition, false);
