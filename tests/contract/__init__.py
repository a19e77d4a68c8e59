"""Judges of the generated clients that share no code with apiloom."""
