"""Building the clients of a project: in a batch, in parallel, from the cache."""
