"""The clients, sync and async, and how a call is carried out."""
