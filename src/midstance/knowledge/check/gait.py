"""Norms of gait are believable, and a cue is safe, known and one with the plan."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from midstance.core.gait.norms import Where
from midstance.core.gait.records import METRICS
from midstance.core.plan.book import Change, Situation
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.cues import SESSIONS, values_of
from midstance.knowledge.records_gait import CueRecord, CueText, GaitNormRecord
from midstance.knowledge.records_plan import ExerciseRecord

NEVER_WITH = (Situation.EFFUSION, Situation.LOCKING, "bone_stress_injury")
"""What forbids every change of how she runs."""

FEWEST_PEOPLE = 10
STEPS = range(2, 6)
PLAN_BOUND, PLAN_STEP = "edit_cadence_most_spm", "edit_cadence_frac"
"""The parameters by which the plan offers a trial of quicker steps."""


def problems_of_gait(base: KnowledgeBase) -> Iterator[str]:
    """Everything about norms of gait and cues but their citing and missing words."""
    for norm in base.gait_norms.values():
        yield from (f"gait_norms/{norm.id} {fault}" for fault in _faults_of_norm(norm))
    orders = Counter(record.order for record in base.cues.values())
    for record in base.cues.values():
        if orders[record.order] > 1:
            yield f"cues/{record.id} shares its place in the order"
        yield from (f"cues/{record.id} {fault}" for fault in _faults_of_cue(record, base))
    yield from _faults_of_sessions(base)
    for language, texts in base.words.items():
        for text in texts["cues"].values():
            yield from (f"{language}/cues/{text.id} {fault}" for fault in _faults_of_text(text))


def _faults_of_norm(norm: GaitNormRecord) -> Iterator[str]:
    if METRICS.get(norm.id) != norm.unit:
        yield "is of no figure, or in another unit"
    if not norm.by_speed:
        yield "is of no speed"
    for one, other in pairwise(norm.by_speed):
        if one.speed_mps >= other.speed_mps:
            yield "does not go up in speed"
    for each in norm.by_speed:
        if each.people < FEWEST_PEOPLE:
            yield "rests on too few people"
        if not each.low < each.mean < each.high or each.sd <= 0:
            yield "has a mean that is not between its bounds, or no spread"


def _faults_of_cue(record: CueRecord, base: KnowledgeBase) -> Iterator[str]:
    if record.metric not in METRICS:
        yield f"speaks of the unknown figure {record.metric}"
    if record.where not in (Where.BELOW, Where.ABOVE):
        yield "is asked for neither below nor above"
    if record.bound is None and record.metric not in base.gait_norms:
        yield "asks for a usual band that is not known"
    yield from _faults_of_persons(record, base)
    if record.exercise is not None:
        yield from _faults_of_drill(record, base.plan.exercises.get(record.exercise))
    if record.step_frac is not None:
        yield from _faults_of_steps(record, record.step_frac, base)


def _faults_of_persons(record: CueRecord, base: KnowledgeBase) -> Iterator[str]:
    for name in record.conditions:
        if name not in base.check.conditions:
            yield f"is for the unknown {name}"
    for name in record.not_with:
        if name not in {*base.check.conditions, *Situation}:
            yield f"is not offered with the unknown {name}"
    for missing in (name for name in NEVER_WITH if name not in record.not_with):
        yield f"does not stop at {missing}"


def _faults_of_drill(record: CueRecord, drill: ExerciseRecord | None) -> Iterator[str]:
    if drill is None:
        yield f"is drilled by the unknown exercise {record.exercise}"
        return
    for each in drill.avoid:
        if each.change is Change.LEAVE_OUT and each.when not in record.not_with:
            yield f"is offered with {each.when}, and its exercise is not"


def _faults_of_steps(record: CueRecord, step_frac: float, base: KnowledgeBase) -> Iterator[str]:
    least, most = values_of(base.parameters[PLAN_STEP])
    if not least <= step_frac <= most:
        yield "quickens the steps by more or less than the plan does"
    if record.bound != base.parameters[PLAN_BOUND].value:
        yield "quickens the steps from another cadence on than the plan does"


def _faults_of_sessions(base: KnowledgeBase) -> Iterator[str]:
    day, minutes, frac = (values_of(base.parameters[name]) for name in SESSIONS)
    if not len(day) == len(minutes) == len(frac):
        yield "the sessions of a cue lack a day, minutes or a share"
    if any(one >= other for one, other in pairwise(day)):
        yield "the sessions of a cue do not follow each other"
    if any(one < other for one, other in pairwise(frac)) or not 0 <= min(frac) <= max(frac) <= 1:
        yield "the sessions of a cue do not fade"


def _faults_of_text(text: CueText) -> Iterator[str]:
    if len(text.steps) not in STEPS:
        yield "needs two to five steps"
    if not text.watch_for:
        yield "does not say what to watch for"
