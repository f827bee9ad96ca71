// Is a value or less.
// $subject piece: what is compared
// $value text or number: the value
$subject <= $value;
