// Contains a text.
// $subject piece: what is compared
// $value text: the text
$subject CONTAINS $value;
