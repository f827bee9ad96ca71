"""The verbs, awaited: the one source of both clients, a file for each group of verbs as in `service`."""
