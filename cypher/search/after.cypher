// Comes after a location, for a search that reads the index of locations in its order.
// $after text: only locations after this one; '' takes all
d.location > $after;
