"""The plan on simulated runners: its own assumptions played through, and nothing about patients."""
