"""The constants of the pain response, as one argument; values and sources stand in `knowledge/`."""

from dataclasses import dataclass

from midstance.core.base.errors import InvalidValueError

Pair = tuple[float, ...]
MOST_PAIN = 10
ANSWERS = MOST_PAIN + 1


@dataclass(frozen=True)
class ResponseConstants:
    """Every constant of the pain response; each field is the id of a record in `knowledge/`.

    A prior is a pair: middle and spread. The middle is a median where a quantity is above zero or
    between 0 and 1; the spread is then that of its logarithm or of its log odds.

    Parameters
    ----------
    response_cuts : (10,) latent pain from which on an answer is 1, 2, ... 10 [points].
    response_level : how sore the knee is by itself, normal [points].
    response_level_even_frac : share of that prior that lies evenly over all levels.
    response_level_days : how long that level lasts, each as likely as the other [days].
    response_anew_frac : share of days on which the level starts anew, as after a knock.
    response_run_points : what a usual run adds while she runs, log-normal [points].
    response_load_power : power by which load counts, log-normal.
    response_hour_frac : share of it that is there an hour later, logit-normal.
    response_left_frac : share of it that stays behind as irritation, logit-normal.
    response_settle_days : time constant in which irritation settles, log-normal [days].
    response_spread : scale of the noise of an answer, logistic; its prior log-normal [points].
    response_strength_points : what steady strength work takes off, log-normal [points].
    response_strength_days : how long strength work counts, as a time constant [days].
    response_strength_sessions : sessions a week that count as steady strength work.
    response_keep_frac : power to which a day with answers lowers what older ones say.
    response_slip_frac : share of answers that mean nothing.
    response_naive_keep_fracs : what one more answer leaves of older ones, for each naive forecast.
    response_naive_near_fracs : what each gives to an answer one point off; every pair is a way.
    response_naive_answers : answers that its prior is worth.
    response_fewest_answers : answers that a comparison takes.
    response_least_lead : how far the model has to be ahead of the naive forecast [nats].
    response_late_answers : the newest answers, over which it must not be behind.
    response_back_days : how far back answers are read [days].
    """

    version: str

    response_cuts: tuple[float, ...]
    response_level: Pair
    response_level_even_frac: float
    response_level_days: tuple[float, ...]
    response_anew_frac: float
    response_run_points: Pair
    response_load_power: Pair
    response_hour_frac: Pair
    response_left_frac: Pair
    response_settle_days: Pair
    response_spread: Pair
    response_strength_points: Pair
    response_strength_days: float
    response_strength_sessions: float
    response_keep_frac: float
    response_slip_frac: float
    response_naive_keep_fracs: tuple[float, ...]
    response_naive_near_fracs: tuple[float, ...]
    response_naive_answers: float
    response_fewest_answers: float
    response_least_lead: float
    response_late_answers: float
    response_back_days: float

    def __post_init__(self) -> None:
        cuts = self.response_cuts
        if len(cuts) != MOST_PAIN or list(cuts) != sorted(set(cuts)):
            raise InvalidValueError(f"Expected {MOST_PAIN} rising cut-points, got {cuts}.")
        if not 0 < self.response_slip_frac < 1:
            raise InvalidValueError(
                f"Expected a share of slips between 0 and 1, got {self.response_slip_frac}."
            )
