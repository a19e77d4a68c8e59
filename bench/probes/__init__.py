"""Programs that are measured, or measure from inside; run as `python -m`.

They run where clients run, with httpx2 and pydantic and nothing of the generator.
"""
