// Begins with a text.
// $subject piece: what is compared
// $value text: the text
$subject STARTS WITH $value;
