"""The fake of a client, for the tests of its callers; nothing else imports it."""
