"""The second reading: models of another generator for the same schemas.

datamodel-code-generator reads each document again. Its models and apiloom's have to
accept the same instances and write the same JSON; where they do not, `decisions.py`
says who is right by the specification, or the test fails.
"""
