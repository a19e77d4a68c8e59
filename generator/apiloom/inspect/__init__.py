"""The output of `apiloom inspect`."""
