"""How much she may run, and what a run would do before it is run."""
