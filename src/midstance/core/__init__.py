"""Numbers only: no files, clock, network, randomness or logging."""
