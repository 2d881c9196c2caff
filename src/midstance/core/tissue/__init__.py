"""Damage, repair and capacity of the tissues of the knee, relative to the runner's own usual."""
