"""The constants of the tissue state, as one argument; values and sources stand in `knowledge/`."""

from dataclasses import dataclass

from midstance.core.base.errors import InvalidValueError

Spread = tuple[float, ...]


@dataclass(frozen=True)
class TissueConstants:
    """Every constant of the tissue state; each field is the id of a record in `knowledge/`.

    None of them was ever measured in runners, so those that matter most are several values and the
    state is shown as the band over all of them. `version` names equations and values together.

    Parameters
    ----------
    repair_days : time constants of repair [days].
    usual_days : time constant of the load that a tissue is used to [days].
    rise_days, fall_days : time constants of capacity on its way up and down [days].
    headroom_times : capacity of a tissue over the load that it is used to.
    most_rise_frac : most of the capacity that a week may add.
    least_capacity_frac : what everyday life keeps of the capacity of usual running.
    usual_peak_frac : share of the days with load that stay below a heavy usual day.
    settle_days : days at the start of a history whose state rests on how it was begun [days].
    """

    version: str

    repair_days: Spread
    usual_days: float
    rise_days: Spread
    fall_days: float
    headroom_times: float
    most_rise_frac: float
    least_capacity_frac: float
    usual_peak_frac: float
    settle_days: float

    def __post_init__(self) -> None:
        if not 0 < self.fall_days <= min(self.rise_days):
            raise InvalidValueError(
                f"Expected capacity to fall within {min(self.rise_days)} days, as it rises, or "
                f"sooner; got {self.fall_days}."
            )
