"""Operation Objects to operations: parameters, bodies, responses."""
