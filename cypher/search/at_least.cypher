// Is a value or greater.
// $subject piece: what is compared
// $value text or number: the value
$subject >= $value;
