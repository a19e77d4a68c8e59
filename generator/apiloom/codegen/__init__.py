"""From the intermediate model and its names to views: Python in finished pieces."""
