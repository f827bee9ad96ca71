// Is a location or begins with a text: a range of the index of locations, and what only looks alike taken out of it.
// Without coalesce the planner would read other ranges, and lose their order.
// $location text: the location
// $below text: the beginning
// $end text: a text after all of them
(d.location >= $location AND d.location < $end
  AND coalesce(d.location = $location OR d.location STARTS WITH $below, false));
