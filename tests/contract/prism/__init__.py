"""Prism, Stoplight's mock server, in front of generated clients.

It is a judge that has nothing in common with this project, not even the language: with
`--errors` it answers a request that its document does not allow with what is wrong.
"""
