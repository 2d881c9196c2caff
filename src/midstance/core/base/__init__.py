"""What every other part of the core speaks in: errors, channels, streams and the runner's body."""
