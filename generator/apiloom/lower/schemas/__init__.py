"""Schema Objects to types (JSON Schema 2020-12)."""
