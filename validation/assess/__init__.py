"""The knee check on simulated runners: who they are, what they answer, and how the check does."""
