"""What to ask next: the screen in its order, then what would change the action or the picture."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from midstance.core.assess.answers import Answers
from midstance.core.assess.model import Action, CheckModel
from midstance.core.assess.outcomes import Outcomes, bits_of, outcomes_of, telling
from midstance.core.assess.picture import Picture
from midstance.core.assess.posterior import estimate_posterior
from midstance.core.assess.scope import is_placed
from midstance.core.base.arrays import BoolArray, FloatArray

if TYPE_CHECKING:
    from midstance.core.assess.tables import Said, Tables

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
    as one of them may well bring another pattern to the front. Then, within the usual number of
    questions, what tells of training, form and shoes beside the pattern, for the sake of the plan.
    Never one that was answered, that earlier answers settle, or a self-test that is not safe.
    """
    return choose_next(Picture.of(model, answers, prefilled))


def next_questions(model: CheckModel, answers: Answers) -> tuple[str, ...]:
    """What is left of the screen, then the question that would come after it."""
    picture = Picture.of(model, answers)
    missing = [model.questions[number].id for number in picture.missing]
    is_today = picture.flag_action >= Action.SAME_DAY
    after = None if is_today else _most_useful(picture) or _for_the_plan(picture)
    return tuple(dict.fromkeys([*missing, after] if after else missing))


def questions_left(model: CheckModel, answers: Answers, prefilled: int = 0) -> int:
    """About how many questions are still to come."""
    picture = Picture.of(model, answers, prefilled)
    if choose_next(picture) is None:
        return 0
    room = _room(picture)
    foreseen = int(np.sum(_is_worth_asking(picture, _WORTH.of(picture))))
    left = len(picture.missing) + min(foreseen, MOST_FORESEEN)
    return max(1, min(left, room))


def most_informative(picture: Picture) -> str | None:
    """The one further question or self-test that would change the picture most."""
    worth = _WORTH.of(picture)
    if not worth.questions or worth.bits.max() <= 0:
        return None
    return _id(picture, worth.questions[int(np.argmax(worth.bits))])


def choose_next(picture: Picture) -> str | None:
    """As `choose_question`, of a picture."""
    return _CHOSEN.of(picture)


T = TypeVar("T")


class _Kept(Generic[T]):
    """What was worked out of a picture, kept for all that the engine cannot tell from it."""

    def __init__(self, work_out: Callable[[Picture], T], most: int) -> None:
        self.work_out, self.most = work_out, most
        self.kept: dict[tuple[Tables, Said, int], tuple[T]] = {}

    def of(self, picture: Picture) -> T:
        key = picture.key
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= self.most:
                self.kept.clear()
            found = self.kept[key] = (self.work_out(picture),)
        return found[0]


def _choose(picture: Picture) -> str | None:
    if _room(picture) <= 0:
        return None
    if (first := picture.first_missing) is not None:
        return _id(picture, first)
    if picture.flag_action >= Action.SAME_DAY:
        return None
    return _most_useful(picture) or _for_the_plan(picture)


def forget_questions() -> None:
    """Forget which question came next after which answers; what is worked out stays the same."""
    _CHOSEN.kept.clear()
    _WORTH.kept.clear()


def _most_useful(picture: Picture) -> str | None:
    worth = _WORTH.of(picture)
    wanted = _is_worth_asking(picture, worth)
    if not wanted.any():
        return None
    constants = picture.tables.model.constants
    slow = SECONDS_SCALE / (SECONDS_SCALE + worth.seconds)
    saves = worth.harm >= constants.stop_harm
    value = np.where(saves, worth.harm, 0.0) if saves.any() else worth.bits
    return _id(picture, worth.questions[int(np.argmax(np.where(wanted, value * slow, -1.0)))])


def _for_the_plan(picture: Picture) -> str | None:
    """A question about what stands beside the pattern, or the last that is missing to reach it.

    Notes
    -----
    Only when a pattern stands that she may train with, and within the usual number of questions.
    """
    tables = picture.tables
    room = int(tables.model.constants.usual_questions) - _asked(picture)
    if room <= 0 or picture.flag_action > Action.WITHIN_WEEKS or not _stands(picture):
        return None
    barred = _barred(picture)
    for number in tables.for_the_plan:
        way = () if number in barred else picture.way_to(number)
        if 0 < len(way) <= room:
            return _id(picture, way[0])
    return None


def _stands(picture: Picture) -> bool:
    """Whether one named pattern is likely enough to be said, and leaves her running."""
    tables = picture.tables
    posterior = np.where(tables.named, estimate_posterior(picture).shown, 0.0)
    first = int(posterior.argmax())
    is_mild = tables.model.patterns[first].action <= Action.WITHIN_WEEKS
    return is_mild and bool(posterior[first] >= tables.model.constants.say_frac)


def _barred(picture: Picture) -> tuple[int, ...]:
    """The self-tests, once there were enough of them."""
    tables = picture.tables
    tested = sum(picture.said.answered >> number & 1 for number in tables.self_tests)
    return tables.self_tests if tested >= tables.model.constants.most_self_tests else ()


def _is_worth_asking(picture: Picture, worth: Worth) -> BoolArray:
    constants = picture.tables.model.constants
    if not worth.questions:
        return np.zeros(0, dtype=np.bool_)
    saves = worth.harm >= constants.stop_harm
    if saves.any():
        return saves
    is_late = _asked(picture) >= constants.usual_questions and is_placed(picture.answers)
    least = constants.late_change_frac if is_late else constants.stop_change_frac
    may_change = worth.change.max() >= least
    is_worth: BoolArray = (worth.bits > 0) & may_change
    return is_worth


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


def _askable(picture: Picture) -> tuple[tuple[int, int], ...]:
    """Questions that are open and safe, each with the bits of its findings that are not known."""
    tables, unsettled = picture.tables, bits_of(picture.unknown)
    barred = _barred(picture)
    answered = picture.said.answered
    return tuple(
        (number, tells & unsettled)
        for number, tells in telling(tables.model)
        if tells & unsettled
        and not answered >> number & 1
        and number not in barred
        and picture.is_open(number)
        and picture.is_safe(number)
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
    return int(picture.tables.model.constants.most_questions) - _asked(picture)


def _asked(picture: Picture) -> int:
    """How many questions were asked, those about the runner counted as if all of them were."""
    about = picture.tables.about_bits
    asked = (picture.said.answered & ~about).bit_count()
    return asked + about.bit_count() - picture.prefilled


def _id(picture: Picture, number: int) -> str:
    return picture.tables.model.questions[number].id


_CHOSEN = _Kept(_choose, 1 << 13)
_WORTH = _Kept(worth_of, 1 << 12)
