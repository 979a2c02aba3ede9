"""One file for each workload: what is raced."""
