"""The knee check: what answers mean for the next step and for the pattern that they fit."""
