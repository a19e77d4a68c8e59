"""From the intermediate model and its names to the documentation of a client."""
