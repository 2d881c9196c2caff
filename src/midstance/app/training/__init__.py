"""What plan, today and log share: the runner's days, what the check says, weeks kept, and words."""
