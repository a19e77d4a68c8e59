"""Attacks on apiloom and its clients, in a bounded form that `make test` can afford."""
