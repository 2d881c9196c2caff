"""Bytes in, clean runs out."""
