"""What to ask next: the screen in its order, then what would change the action or the picture."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from midstance.core.assess.answers import Answers, Known
from midstance.core.assess.model import Action, CheckModel
from midstance.core.assess.outcomes import Outcomes, asks_for, findings_asked, outcomes_of
from midstance.core.assess.picture import Picture
from midstance.core.assess.posterior import estimate_posterior
from midstance.core.base.arrays import BoolArray, FloatArray

SECONDS_SCALE = 30.0
"""A question that takes as long as this is worth half of what it tells."""

MOST_FORESEEN = 4
"""How many more questions after the screen are foreseen at most."""


@dataclass(frozen=True, eq=False)
class Worth:
    """What further questions are expected to bring.

    Parameters
    ----------
    questions : numbers of the questions.
    harm : (questions,) expected harm that each saves.
    change : (questions,) chance that another pattern comes first.
    bits : (questions,) expected information about the pattern.
    seconds : (questions,).
    """

    questions: tuple[int, ...]
    harm: FloatArray
    change: FloatArray
    bits: FloatArray
    seconds: FloatArray


def choose_question(model: CheckModel, answers: Answers, prefilled: int = 0) -> str | None:
    """The question to ask next, or None when there is enough or nothing useful is left.

    Parameters
    ----------
    prefilled : how many of the answers were known before, such as age and sex, and not asked for.

    Notes
    -----
    First the screen: each question, in its order, whose answer may raise a red flag above those
    that are up. Then, unless care is needed today, the question that saves most expected harm for
    its time; when none saves enough, the one that tells most of the pattern for its time, as long
    as one of them may well bring another pattern to the front. Never one that was answered, that
    earlier answers settle, or a self-test that is not safe.
    """
    return choose_next(Picture.of(model, answers, prefilled))


def next_questions(model: CheckModel, answers: Answers) -> tuple[str, ...]:
    """What is left of the screen, then the question that would come after it."""
    picture = Picture.of(model, answers)
    missing = [model.questions[number].id for number in picture.missing]
    after = None if picture.flag_action >= Action.SAME_DAY else _most_useful(picture)
    return tuple(dict.fromkeys([*missing, after] if after else missing))


def questions_left(model: CheckModel, answers: Answers, prefilled: int = 0) -> int:
    """About how many questions are still to come."""
    picture = Picture.of(model, answers, prefilled)
    if choose_next(picture) is None:
        return 0
    room = _room(picture)
    foreseen = int(np.sum(_is_worth_asking(picture, _worth(_Seen(picture)))))
    left = len(picture.missing) + min(foreseen, MOST_FORESEEN)
    return max(1, min(left, room))


def most_informative(picture: Picture) -> str | None:
    """The one further question or self-test that would change the picture most."""
    worth = _worth(_Seen(picture))
    if not worth.questions or worth.bits.max() <= 0:
        return None
    return _id(picture, worth.questions[int(np.argmax(worth.bits))])


def choose_next(picture: Picture) -> str | None:
    """As `choose_question`, of a picture."""
    return _choose(_Seen(picture))


class _Seen:
    """What the engine can tell apart of a picture; it keeps the picture only until it is used."""

    __slots__ = ("key", "pictures")

    def __init__(self, picture: Picture) -> None:
        self.pictures = [picture]
        self.key = (picture.tables, picture.key)

    def take(self) -> Picture:
        """The picture, once."""
        return self.pictures.pop()

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Seen) and self.key == other.key


@lru_cache(maxsize=1 << 13)
def _choose(seen: _Seen) -> str | None:
    picture = seen.take()
    if _room(picture) <= 0:
        return None
    if (first := picture.first_missing) is not None:
        return _id(picture, first)
    if picture.flag_action >= Action.SAME_DAY:
        return None
    return _most_useful(picture)


def forget_questions() -> None:
    """Forget which question came next after which answers; what is worked out stays the same."""
    _choose.cache_clear()
    _worth.cache_clear()


def _most_useful(picture: Picture) -> str | None:
    worth = _worth(_Seen(picture))
    wanted = _is_worth_asking(picture, worth)
    if not wanted.any():
        return None
    constants = picture.tables.model.constants
    slow = SECONDS_SCALE / (SECONDS_SCALE + worth.seconds)
    saves = worth.harm >= constants.stop_harm
    value = np.where(saves, worth.harm, 0.0) if saves.any() else worth.bits
    return _id(picture, worth.questions[int(np.argmax(np.where(wanted, value * slow, -1.0)))])


def _is_worth_asking(picture: Picture, worth: Worth) -> BoolArray:
    constants = picture.tables.model.constants
    if not worth.questions:
        return np.zeros(0, dtype=np.bool_)
    saves = worth.harm >= constants.stop_harm
    if saves.any():
        return saves
    may_change = worth.change.max() >= constants.stop_change_frac
    is_worth: BoolArray = (worth.bits > 0) & may_change
    return is_worth


@lru_cache(maxsize=1 << 12)
def _worth(seen: _Seen) -> Worth:
    return worth_of(seen.take())


def worth_of(picture: Picture) -> Worth:
    r"""What each question that may be asked now is expected to bring.

    With answers $o$ that come with frequency $P(o)$ and leave the patterns at $P(p \mid o)$:

    $$\mathrm{harm} = \min_a \sum_p P(p) H_{pa} - \sum_o P(o) \min_a \sum_p P(p \mid o) H_{pa}$$

    over the actions that the red flags leave open, and bits $= H[P(p)] - \sum_o P(o) H[P(p|o)]$.
    """
    model = picture.tables.model
    asked = _askable(picture)
    if not asked:
        empty = np.zeros(0)
        return Worth((), empty, empty, empty, empty)
    outcomes = outcomes_of(model, asked)
    harm, change, bits = _expect(picture, outcomes)
    seconds = np.array([model.questions[number].seconds for number in outcomes.questions])
    return Worth(outcomes.questions, harm, change, bits, seconds)


def _askable(picture: Picture) -> tuple[tuple[int, bytes], ...]:
    """Questions that are open, safe and about a finding that is not known, with what is known."""
    states, tables = picture.findings, picture.tables
    unsettled = (states == Known.NOT_ASKED) | (states == Known.UNSURE)
    tested = sum(picture.said.answered >> number & 1 for number in tables.self_tests)
    barred = tables.self_tests if tested >= tables.model.constants.most_self_tests else ()
    findings = findings_asked(tables.model)
    tells = np.flatnonzero((asks_for(tables.model) & unsettled).any(axis=1))
    return tuple(
        (number, (~unsettled[findings[number]]).tobytes())
        for number in tells.tolist()
        if number not in barred and picture.is_open(number) and picture.is_safe(number)
    )


def _expect(picture: Picture, outcomes: Outcomes) -> tuple[FloatArray, FloatArray, FloatArray]:
    posterior = estimate_posterior(picture).shown
    harm = picture.tables.harm[:, picture.flag_action :]
    logs = posterior * np.log(np.maximum(posterior, 1e-300))
    together = np.column_stack((posterior, logs, posterior[:, None] * harm))
    sums = outcomes.ratio @ together
    chance, weight = outcomes.frequency @ posterior, sums[:, 0]
    entropy = np.log(weight) - (sums[:, 1] + outcomes.ratio_log_ratio @ posterior) / weight
    first = (outcomes.ratio * posterior).argmax(axis=1) != posterior.argmax()

    def expected(values: FloatArray) -> FloatArray:
        return np.add.reduceat(chance * values, outcomes.starts)

    saved = (posterior @ harm).min() - expected(sums[:, 2:].min(axis=1) / weight)
    bits = (-logs.sum() - expected(entropy)) / np.log(2)
    return saved, expected(first.astype(np.float64)), bits


def _room(picture: Picture) -> int:
    """How many questions may still be asked."""
    about = sum(1 << number for number in picture.tables.about)
    asked = (picture.said.answered & ~about).bit_count()
    most = int(picture.tables.model.constants.most_questions)
    return most - len(picture.tables.about) + picture.prefilled - asked


def _id(picture: Picture, number: int) -> str:
    return picture.tables.model.questions[number].id
