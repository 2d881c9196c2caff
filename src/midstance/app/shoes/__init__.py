"""Shoes: which a run was run in, how far they went, and what a change of them was before."""
