"""Routines: operations as nests, in files named like those of the operations."""
