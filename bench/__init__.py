"""Measures apiloom beside the tools that people use instead; see `bench/README.md`.

No part of the program: nothing in generator/ knows of it.
"""
