"""What each finding, seen or not, says for and against each pattern."""

from dataclasses import dataclass

import numpy as np

from midstance.core.assess.answers import Known
from midstance.core.assess.model import Action, CheckModel
from midstance.core.base.arrays import BoolArray, FloatArray

RAREST_FRAC, COMMONEST_FRAC = 0.01, 0.99


@dataclass(frozen=True, eq=False)
class Weights:
    """Logs of likelihood ratios by what is known of a finding.

    Parameters
    ----------
    present_frac : (findings, patterns) P(present | pattern), within 0.01 and 0.99.
    shown : (states, findings, patterns) log ratio, shrunk and clipped.
    both : (states, findings, 2 patterns) `shown` and `careful` side by side.
    spread : (states, findings, patterns) half of its range over the believable likelihoods.
    careful : (states, findings, patterns) those of `shown` that the action may rest on.
    usual : (4, findings, patterns) minus the log of the likelihood where a finding is there, where
        it is not, and the mean and the variance of that in runners with the pattern.
    groups : (groups, findings) 1 where a finding belongs to a group.
    group_range : log of the least and the largest joint ratio of a group.
    """

    present_frac: FloatArray
    shown: FloatArray
    spread: FloatArray
    careful: FloatArray
    both: FloatArray
    usual: FloatArray
    groups: FloatArray
    group_range: tuple[float, float]

    def join_groups(self, weights: FloatArray) -> FloatArray:
        """Sum (findings, patterns) within groups, clip, and sum the groups: (patterns,)."""
        low, high = self.group_range
        joint: FloatArray = np.minimum(np.maximum(self.groups @ weights, low), high).sum(axis=0)
        return joint


def weigh_findings(model: CheckModel) -> Weights:
    r"""Turn likelihoods into log ratios that are shrunk, clipped and ready to add up.

    $$w_{fp} = \mathrm{clip}\left(k_f \ln \frac{P(f \mid p)}{\sum_q \pi_q P(f \mid q)}\right)$$

    with $\pi$ the prior of adults. A finding that is not there uses $1 - P$; an option left
    unticked in a list counts as `unticked_exponent` of a plain no; "not sure" and "not asked"
    count nothing.

    Notes
    -----
    `careful` keeps of the absence of a finding only what calms: it never makes a serious pattern
    likelier nor a harmless one less likely. So "no" is never more alarming than "not sure". The
    presence of a finding that a red flag asks for too keeps only what alarms.

    Source: `clinical.md` 1.0, expert judgement; tuned in `docs/science/knee_check.md`.
    """
    present = _held([item.present_frac for item in model.findings], model)
    low = _held([item.low_frac for item in model.findings], model)
    high = _held([item.high_frac for item in model.findings], model)
    base = present @ _prior(model)
    shown = _by_state(present, base, model)
    careful = _careful(shown, model)
    return Weights(
        present_frac=present,
        shown=shown,
        spread=np.abs(_by_state(high, base, model) - _by_state(low, base, model)) / 2,
        careful=careful,
        both=np.concatenate((shown, careful), axis=2),
        usual=_usual(present),
        groups=_groups(model),
        group_range=_logs(model.constants.group_ratio_range),
    )


def _held(rows: list[tuple[float, ...]], model: CheckModel) -> FloatArray:
    array = np.array(rows, dtype=np.float64).reshape(len(rows), len(model.patterns))
    held: FloatArray = np.clip(array, RAREST_FRAC, COMMONEST_FRAC)
    return held


def _prior(model: CheckModel) -> FloatArray:
    prior = np.array([pattern.adult_frac for pattern in model.patterns], dtype=np.float64)
    normed: FloatArray = prior / prior.sum()
    return normed


def _by_state(frac: FloatArray, base: FloatArray, model: CheckModel) -> FloatArray:
    exponent = np.array([[item.exponent] for item in model.findings]).reshape(-1, 1)
    low, high = _logs(model.constants.finding_ratio_range)
    seen = np.clip(exponent * np.log(frac / base[:, None]), low, high)
    not_seen = np.clip(exponent * np.log((1 - frac) / (1 - base[:, None])), low, high)
    states = np.zeros((len(Known), *frac.shape))
    states[Known.YES] = seen
    states[Known.NO] = not_seen
    states[Known.UNTICKED] = model.constants.unticked_exponent * not_seen
    return states


def _usual(present: FloatArray) -> FloatArray:
    seen, absent = -np.log(present), -np.log(1 - present)
    mean = present * seen + (1 - present) * absent
    variance = present * (1 - present) * (seen - absent) ** 2
    return np.stack((seen, absent, mean, variance))


def _careful(shown: FloatArray, model: CheckModel) -> FloatArray:
    level = np.array([pattern.action for pattern in model.patterns])
    calm, serious = level == Action.CARRY_ON, level > Action.WITHIN_WEEKS
    careful = shown.copy()
    for state in (Known.NO, Known.UNTICKED):
        careful[state] = _one_way(shown[state], up=calm, down=serious)
    flagged = _flagged(model)
    careful[Known.YES, flagged] = _one_way(shown[Known.YES, flagged], up=serious, down=calm)
    return careful


def _one_way(weights: FloatArray, *, up: BoolArray, down: BoolArray) -> FloatArray:
    """Let some patterns only rise, some only fall, and leave those between where they are."""
    rising = np.where(up, np.maximum(weights, 0.0), 0.0)
    falling = np.where(down, np.minimum(weights, 0.0), 0.0)
    return rising + falling


def _flagged(model: CheckModel) -> BoolArray:
    """Whether a red flag asks for one of the answers that show a finding."""
    asked = {
        (clause.question, option)
        for rule in model.red_flags
        for line in rule.when
        for clause in line
        for option in clause.options or ("",)
    }
    rows = [
        any(
            (clause.question, option) in asked
            for clause in item.seen_when
            for option in clause.options or ("",)
        )
        for item in model.findings
    ]
    return np.array(rows, dtype=np.bool_)


def _groups(model: CheckModel) -> FloatArray:
    names = sorted({finding.group for finding in model.findings})
    rows = [[float(finding.group == name) for finding in model.findings] for name in names]
    return np.array(rows, dtype=np.float64).reshape(len(names), len(model.findings))


def _logs(limits: tuple[float, ...]) -> tuple[float, float]:
    low, high = np.log(limits)
    return float(low), float(high)
