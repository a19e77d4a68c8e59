"""openapi-core judges the traffic of the four clients."""
