"""A static site of the documentation, built by Zensical."""
