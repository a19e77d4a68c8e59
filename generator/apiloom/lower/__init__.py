"""From a document to the intermediate model."""
