"""FIT sports to ours. The numbers are facts of the FIT format (fitdecode 0.11, MIT)."""

from types import MappingProxyType

from midstance.importers.activity import Sport

GENERIC, RUNNING, FITNESS_EQUIPMENT, TRAINING, MULTISPORT = 0, 1, 4, 10, 18
TREADMILL, TRAIL, TRACK, STRENGTH, INDOOR_RUNNING, VIRTUAL, ULTRA = 1, 3, 4, 20, 45, 58, 67

SPORTS = MappingProxyType(
    {
        RUNNING: Sport.ROAD,
        2: Sport.CYCLING,
        5: Sport.SWIMMING,
        11: Sport.WALKING,
        16: Sport.HIKING,
        17: Sport.HIKING,
        21: Sport.CYCLING,
    }
)
RUNNING_SUBSPORTS = MappingProxyType(
    {
        TREADMILL: Sport.TREADMILL,
        INDOOR_RUNNING: Sport.TREADMILL,
        TRAIL: Sport.TRAIL,
        ULTRA: Sport.TRAIL,
        TRACK: Sport.TRACK,
        VIRTUAL: Sport.VIRTUAL,
    }
)


def name_sport(sport: int | None, sub_sport: int | None) -> Sport:
    """The sport of a session.

    >>> [name_sport(*pair).name for pair in ((1, 3), (4, 1), (None, None))]
    ['TRAIL', 'TREADMILL', 'UNKNOWN']
    """
    if sport == RUNNING and sub_sport is not None:
        return RUNNING_SUBSPORTS.get(sub_sport, Sport.ROAD)
    if sub_sport == STRENGTH:
        return Sport.STRENGTH
    if sport == FITNESS_EQUIPMENT and sub_sport in {TREADMILL, INDOOR_RUNNING}:
        return Sport.TREADMILL
    if sport is None or sport == GENERIC:
        return Sport.UNKNOWN
    return SPORTS.get(sport, Sport.OTHER)
