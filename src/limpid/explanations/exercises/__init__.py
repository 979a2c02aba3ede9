"""Kinds of exercises: a file each, found by its name."""
