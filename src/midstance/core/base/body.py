"""What the load model needs to know of a runner."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """Height [m] and mass [kg]; None where the runner did not say."""

    height_m: float | None = None
    mass_kg: float | None = None
