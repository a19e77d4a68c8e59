"""Sample programs and sample values of the documentation."""
