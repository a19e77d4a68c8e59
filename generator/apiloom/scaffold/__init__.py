"""The results of `apiloom init`: the configuration, and files for make, git and CI."""
