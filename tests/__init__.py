"""The tests. A package, so that their helpers have one name."""
