// Has words that stand side by side, or the beginning of a word.
// $phrase text: a blank, the words, and a blank if the last one is whole
' ' + d.words + ' ' CONTAINS $phrase;
