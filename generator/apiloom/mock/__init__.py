"""The mock server: the fake of a client, over HTTP."""
