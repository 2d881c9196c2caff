"""The programme: which exercises, runs and rest, how much of each, and why."""
