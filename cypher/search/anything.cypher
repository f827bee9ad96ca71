// Is true of every dataset.
true;
