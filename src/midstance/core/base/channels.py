"""The channels a run can hold: unit in the name, resolution and plausible range beside it.

Resolution is the finest step any supported device writes, so storing loses nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Channel:
    """One measured quantity of a run: values outside [low, high] are not believed."""

    name: str
    resolution: float
    low: float
    high: float


CHANNELS = {
    channel.name: channel
    for channel in (
        Channel("latitude_deg", 1e-7, -90, 90),
        Channel("longitude_deg", 1e-7, -180, 180),
        Channel("altitude_m", 0.1, -500, 9000),
        Channel("distance_m", 0.01, 0, 1_000_000),
        Channel("speed_mps", 0.001, 0, 15),
        Channel("cadence_spm", 1 / 64, 0, 300),
        Channel("heart_rate_bpm", 1, 20, 250),
        Channel("power_w", 1, 0, 3000),
        Channel("contact_time_s", 0.0001, 0.1, 0.6),
        Channel("contact_balance_left_frac", 0.0001, 0.3, 0.7),
        Channel("vertical_oscillation_m", 0.0001, 0, 0.3),
        Channel("vertical_ratio_frac", 0.0001, 0, 0.5),
        Channel("step_length_m", 0.0001, 0, 3),
        Channel("temperature_c", 1, -60, 70),
    )
}
