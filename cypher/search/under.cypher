// Is a folder or below it; the first two conditions are for the index.
// $location text: the folder
// $below text: the folder and a slash
// $end text: the folder and the sign after the slash
(d.location >= $location AND d.location < $end AND (d.location = $location OR d.location STARTS WITH $below));
