// Two conditions of which one has to be true.
// $left piece, $right piece: the conditions
($left OR $right);
