"""List, fetch and inspect data sets."""
