"""Norms of gait are believable, and a cue is safe, known and one with the plan."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from midstance.core.gait.norms import Where
from midstance.core.gait.records import METRICS
from midstance.core.plan.book import Change, Situation
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.cues import SESSIONS, values_of
from midstance.knowledge.records_gait import (
    CueRecord,
    CueText,
    GaitCurveRecord,
    GaitNormRecord,
)
from midstance.knowledge.records_plan import ExerciseRecord

NEVER_WITH = (Situation.EFFUSION, Situation.LOCKING, "bone_stress_injury")
"""What forbids every change of how she runs."""

CURVES = ("foot_angle_deg", "pelvis_tilt_deg")
"""The angles of which markers hold what a film's are; knee, shank, hip and trunk they do not."""
FEWEST_PEOPLE = 10
STEPS = range(2, 6)
PLAN_BOUND, PLAN_STEP = "edit_cadence_most_spm", "edit_cadence_frac"
"""The parameters by which the plan offers a trial of quicker steps."""


def problems_of_gait(base: KnowledgeBase) -> Iterator[str]:
    """Everything about norms of gait and cues but their citing and missing words."""
    for norm in base.gait_norms.values():
        yield from (f"gait_norms/{norm.id} {fault}" for fault in _faults_of_norm(norm))
    for curve in base.gait_curves.values():
        yield from (f"gait_curves/{curve.id} {fault}" for fault in _faults_of_curve(curve))
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
    yield from _faults_of_speeds([(each.speed_mps, each.people) for each in norm.by_speed])
    for each in norm.by_speed:
        if not each.low < each.mean < each.high or each.sd <= 0:
            yield "has a mean that is not between its bounds, or no spread"


def _faults_of_curve(curve: GaitCurveRecord) -> Iterator[str]:
    if curve.id not in CURVES or curve.unit != "deg":
        yield "is of no curve, or in another unit"
    phases = curve.phase_percent
    if (phases[0], phases[-1]) != (0, 100) or any(a >= b for a, b in pairwise(phases)):
        yield "does not go from one landing to the next"
    yield from _faults_of_speeds([(each.speed_mps, each.people) for each in curve.by_speed])
    for each in curve.by_speed:
        if not len(each.low) == len(each.high) == len(phases):
            yield "has not one bound for each phase"
        elif any(low >= high for low, high in zip(each.low, each.high, strict=True)):
            yield "has a band without width"


def _faults_of_speeds(measured: Sequence[tuple[float, int]]) -> Iterator[str]:
    """Parameters: each speed, and how many people were measured at it."""
    if not measured:
        yield "is of no speed"
    if any(one >= other for (one, _), (other, _) in pairwise(measured)):
        yield "does not go up in speed"
    if any(people < FEWEST_PEOPLE for _, people in measured):
        yield "rests on too few people"


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
