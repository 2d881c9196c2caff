"""Screens are whole: safe like the self-tests, with believable norms, and train what exists."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from midstance.core.assess.screens import CutOf, ScreenSides, Unit
from midstance.core.gait.screen_records import ScreenView
from midstance.core.plan.book import Situation
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records_screens import FlagRecord, NormSex, ScreenRecord, ScreenText

BONE_STRESS = "bone_stress_injury"
KNEE_LOAD_REASONS = (Situation.EFFUSION, Situation.LOCKING, BONE_STRESS)
"""What forbids every test that loads a knee."""

STEPS = range(3, 7)
SEXES = 2
OLDEST_Y = 110


def problems_of_screens(base: KnowledgeBase) -> Iterator[str]:
    """Everything about screens but their citing and missing words."""
    orders = Counter(record.order for record in base.screens.values())
    for record in base.screens.values():
        if orders[record.order] > 1:
            yield f"screens/{record.id} shares its place in the order"
        yield from (f"screens/{record.id} {fault}" for fault in _faults(record, base))
    for language, texts in base.words.items():
        for id_, text in texts["screens"].items():
            if id_ in base.screens:
                yield from (
                    f"{language}/screens/{id_} {fault}"
                    for fault in _faults_of_text(base.screens[id_], text)
                )


def _faults(record: ScreenRecord, base: KnowledgeBase) -> Iterator[str]:
    yield from _faults_of_names(record, base)
    yield from _faults_of_safety(record)
    yield from _faults_of_way(record)
    yield from _faults_of_norms(record)
    yield from _faults_of_flag(record.flag, record)
    if (
        record.error.fixed < 0
        or record.error.frac < 0
        or not record.error.fixed + record.error.frac
    ):
        yield "has no error, as no test has"
    if not 1 <= record.confirm_days < record.again_days < record.good_days:
        yield "is asked for again in an order that cannot be"


def _faults_of_names(record: ScreenRecord, base: KnowledgeBase) -> Iterator[str]:
    if record.motion not in base.motions:
        yield f"shows the unknown motion {record.motion}"
    if record.safe_as is not None and record.safe_as not in base.check.tests:
        yield f"is as safe as the unknown self-test {record.safe_as}"
    for name in record.trains:
        if name not in base.plan.exercises:
            yield f"trains by the unknown exercise {name}"
    for name in record.not_with:
        if name not in {*base.check.conditions, *Situation}:
            yield f"is not done with the unknown {name}"
    for names in (record.trains, record.not_with, record.stop_if, record.marks):
        if len(set(names)) < len(names):
            yield "says something twice"
    if not (record.trains and record.stop_if):
        yield "trains nothing, or never stops"


def _faults_of_safety(record: ScreenRecord) -> Iterator[str]:
    if not record.loads_knee:
        return
    if record.safe_as is None:
        yield "loads a knee and is as safe as no self-test"
    for missing in (name for name in KNEE_LOAD_REASONS if name not in record.not_with):
        yield f"loads a knee and does not stop at {missing}"


def _faults_of_way(record: ScreenRecord) -> Iterator[str]:
    if (record.unit is Unit.SIGNS) != bool(record.marks):
        yield "counts signs without marks, or has marks that it does not count"
    if record.marks and record.most != len(record.marks):
        yield "has another most than marks"
    if record.is_timed and record.unit is not Unit.SECONDS:
        yield "is timed but counts no seconds"
    if record.most <= 0 or (record.seconds is not None and record.seconds <= 0):
        yield "has no room for a reading"
    if record.beat_per_min is not None and record.beat_per_min <= 0:
        yield "has a beat that does not beat"
    yield from _faults_of_film(record)


def _faults_of_film(record: ScreenRecord) -> Iterator[str]:
    if record.film is None:
        return
    if set(record.marks) != record.film.marks.keys():
        yield "does not say of each mark what a film tells of it"
    if (record.film.view is ScreenView.FRONT) != bool(record.marks):
        yield "is filmed from the front without marks, or from the side with some"
    if any(mark.can_rule_out and not mark.signs for mark in record.film.marks.values()):
        yield "rules a mark out by no sign"
    if record.sides is ScreenSides.BOTH:
        yield "is filmed of one leg and tests both at once"


def _faults_of_norms(record: ScreenRecord) -> Iterator[str]:
    for norm in record.norms:
        if not 0 < norm.age_from_y < norm.age_below_y <= OLDEST_Y:
            yield "has a norm of no age"
        if not all(map(_is_span, (norm.female, norm.male))):
            yield "has a norm whose middle is not between its bounds"
    for one, other in pairwise(record.norms):
        if one.age_below_y > other.age_from_y:
            yield "has norms that overlap or go down in age"


def _is_span(norm: NormSex) -> bool:
    low = norm.usual if norm.low is None else norm.low
    high = norm.usual if norm.high is None else norm.high
    return 0 <= low <= norm.usual <= high


def _faults_of_flag(flag: FlagRecord, record: ScreenRecord) -> Iterator[str]:
    sides = (flag.side_least, flag.side_least_frac)
    if flag.cut is None and sides == (None, None):
        yield "can find nothing"
    if flag.cut is not None and (len(flag.cut) != SEXES or min(flag.cut) <= 0):
        yield "needs a cut above 0 for each sex"
    if any(side is not None and side <= 0 for side in sides):
        yield "calls no difference one"
    if record.sides is ScreenSides.BOTH and sides != (None, None):
        yield "compares sides that it does not test"
    if flag.cut is not None and flag.of is not CutOf.FIXED and not record.norms:
        yield "counts its cut from norms that it does not have"
    if flag.of is CutOf.LOW and any(
        each.low is None for norm in record.norms for each in (norm.female, norm.male)
    ):
        yield "counts its cut from low bounds that it does not have"


def _faults_of_text(record: ScreenRecord, text: ScreenText) -> Iterator[str]:
    if len(text.steps) not in STEPS:
        yield "needs three to six steps"
    for mark in sorted(set(record.marks) ^ text.marks.keys()):
        yield f"says {mark} and the record does not, or the other way round"
    compares = record.flag.side_least is not None or record.flag.side_least_frac is not None
    if compares == (text.because_sides is None):
        yield "needs words for a side that is behind exactly where sides are compared"
    if bool(record.film) != bool(text.film_how) or bool(record.film) != bool(text.film_limits):
        yield "needs words on its film exactly where one is looked at"
    if record.norms and text.usual is None:
        yield "has norms and does not say whose"
