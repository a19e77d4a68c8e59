"""apiloom: turns an OpenAPI document into a typed Python client that you vendor.

The whole program is one line, from bytes to files; `apiloom.pipeline` is that line.
"""

__version__ = "0.1.0"
