"""Responses: from the wire to the types that an operation promises."""
