"""One module for each client: `call(url)` makes ready what is then called many times.

`url` is the server's, with the name of the answer to give; `call_async`, where there is
one, does the same for code that awaits.  What is returned holds the parsed answer.
"""
