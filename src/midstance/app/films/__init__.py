"""Films of her running: what was told of them, what they say, and in which words."""
