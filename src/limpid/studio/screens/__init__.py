"""One screen a file, found by listing this folder; helpers begin with an underscore."""
