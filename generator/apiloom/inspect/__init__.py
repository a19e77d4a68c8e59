"""What `apiloom inspect` prints."""
