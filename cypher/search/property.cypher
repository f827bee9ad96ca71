// A property.
// $thing name: d for the dataset, x for what stands beside it
// $key name: property key
$thing.$key;
