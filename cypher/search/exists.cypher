// Has a value; an empty text is none.
// $subject piece: what is compared
$subject <> '';
