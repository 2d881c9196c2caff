"""How well a film from the side times a step: force-plate truth seen through a modelled camera."""
