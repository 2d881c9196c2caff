"""Running gait from the joints that a pose model saw in a film: events, metrics, their ranges."""
