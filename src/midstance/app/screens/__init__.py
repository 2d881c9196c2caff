"""What the use cases of movement screens share."""
