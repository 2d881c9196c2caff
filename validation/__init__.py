"""Recompute every figure that the science pages quote: `python -m validation`."""
