// A property.
// $thing name: d for the dataset, s or x for what stands beside it
// $key name: property key
$thing.$key;
