"""Reports of a comparison, for people and for machines."""
