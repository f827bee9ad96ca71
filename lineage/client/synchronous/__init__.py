# made by scripts/make_client.py of the file of this name in asynchronous; not to be edited
"""The verbs, waited for: made of `synchronous`, a file for each group of verbs as in `service`."""
