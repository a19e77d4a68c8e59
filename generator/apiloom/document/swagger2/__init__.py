"""Conversion of Swagger 2.0 into the shape of OpenAPI 3.1."""
