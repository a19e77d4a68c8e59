"""`apiloom migrate`: the published names of another generator's client, kept."""
