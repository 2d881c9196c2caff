"""The plan as files for other devices: runs for the watch, days for the calendar."""
