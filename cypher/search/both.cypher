// Two conditions that have to be true.
// $left piece, $right piece: the conditions
($left AND $right);
