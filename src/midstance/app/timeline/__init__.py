"""What the timeline of a runner is made of: bars, limits, pains, shoes and what happened."""
