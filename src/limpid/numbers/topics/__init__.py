"""The cases, a function each, by topic; a function bears its case's name."""
