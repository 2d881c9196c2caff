"""What to do today, and how the knee took it."""
