// Comes after a location, for a search that starts from another index; coalesce keeps the planner from this one.
// $after text: only locations after this one; '' takes all
coalesce(d.location > $after, false);
