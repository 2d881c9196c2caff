"""What changed before a pain."""
