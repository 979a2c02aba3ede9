"""One file for each contestant: limpid and its peers."""
