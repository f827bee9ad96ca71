// Has one of some values.
// $subject piece: what is compared
// $values list of text, number or boolean: the values
$subject IN $values;
