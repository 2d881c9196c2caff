"""Plant faults in the tissue state and in the limits of a run, and count how many the tests notice.

Takes a quarter of an hour or more; ends with 1 below 85 %.
"""

import sys

from mutate_code import LEAST_NOTICED_FRAC, noticed_frac

TISSUE = tuple(
    f"midstance.core.tissue.{name}" for name in ("capacity", "damage", "past", "room", "simulate")
)
LIMITS = ("midstance.core.plan.run_room", "midstance.core.load.planned")

if __name__ == "__main__":
    found = noticed_frac("tissue", *TISSUE), noticed_frac("limits", *LIMITS)
    sys.exit(min(found) < LEAST_NOTICED_FRAC)
