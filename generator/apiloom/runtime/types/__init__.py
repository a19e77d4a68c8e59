"""The types of a client: models, scalars, enums, unions, and their constraints."""
