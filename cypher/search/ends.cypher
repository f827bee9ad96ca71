// Ends with a text.
// $subject piece: what is compared
// $value text: the text
$subject ENDS WITH $value;
