"""References that need more than a pointer: anchors and ``$dynamicRef``."""
