"""Resources of a client: modules with methods, arguments and operation specs."""
