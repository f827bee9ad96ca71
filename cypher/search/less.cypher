// Is less than a value.
// $subject piece: what is compared
// $value text or number: the value
$subject < $value;
