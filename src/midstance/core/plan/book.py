"""The exercise book: what each exercise loads, suits and asks for, as numbers, ids and choices.

`knowledge` builds an `ExerciseBook` from its records; the planner takes it as an argument. What
people read about an exercise stands elsewhere, under the same id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ALL = "all"
"""Stands in a `Suit` for every pattern."""


class Region(StrEnum):
    """What part of the body an exercise is for."""

    KNEE = "knee"
    HIP = "hip"
    HIP_STANDING = "hip_standing"
    POSTERIOR = "posterior"
    CORE = "core"
    CALF = "calf"
    FOOT = "foot"
    ANKLE = "ankle"
    MOBILITY = "mobility"
    AEROBIC = "aerobic"
    JUMP = "jump"
    GAIT = "gait"


class DoseForm(StrEnum):
    """The way in which an exercise is dosed; its record has the same id."""

    ISOMETRIC = "isometric"
    ACTIVATION = "activation"
    ENDURANCE = "endurance"
    STRENGTH = "strength"
    PLYOMETRIC = "plyometric"
    MOBILITY = "mobility"
    HOLD = "hold"
    AEROBIC = "aerobic"
    DRILL = "drill"


class Sides(StrEnum):
    """Whether one side works at a time, both at once, or each in turn."""

    ONE = "one"
    BOTH = "both"
    ALTERNATING = "alternating"


class Position(StrEnum):
    """How the body rests on the ground."""

    STANDING = "standing"
    KNEELING = "kneeling"
    LYING_BACK = "lying_back"
    LYING_SIDE = "lying_side"
    PRONE = "prone"
    SITTING = "sitting"
    QUADRUPED = "quadruped"


class Period(StrEnum):
    """How irritable the knee is: early is while it flares easily, late once it has settled."""

    EARLY = "early"
    LATE = "late"
    ANY = "any"


class Situation(StrEnum):
    """What may stand against an exercise besides a pattern."""

    KNEELING_PAIN = "kneeling_pain"
    STRAIGHTENING_PAIN = "straightening_pain"
    EFFUSION = "effusion"
    LOCKING = "locking"
    PREGNANCY = "pregnancy"
    HIP_FLEXOR_PAIN = "hip_flexor_pain"
    SHOULDER_PAIN = "shoulder_pain"
    BACK_PAIN = "back_pain"
    NERVE_PAIN = "nerve_pain"
    HIP_PINCH = "hip_pinch"
    INNER_KNEE_PAIN = "inner_knee_pain"
    OUTER_KNEE_PAIN = "outer_knee_pain"
    CALF_OR_ACHILLES_PAIN = "calf_or_achilles_pain"
    FRONT_ANKLE_PINCH = "front_ankle_pinch"
    HAMSTRING_CRAMP = "hamstring_cramp"
    POOR_CONTROL = "poor_control"
    FALL_RISK = "fall_risk"
    PAIN_ABOVE_3 = "pain_above_3"


class Stop(StrEnum):
    """What ends an exercise at once."""

    PAIN_OVER_LIMIT = "pain_over_limit"
    SHARP_PAIN = "sharp_pain"
    SWELLING = "swelling"
    CATCHING = "catching"
    GIVING_WAY = "giving_way"
    BACK_PAIN = "back_pain"
    TINGLING = "tingling"
    CRAMP = "cramp"
    CALF_PAIN = "calf_pain"
    SHOULDER_PAIN = "shoulder_pain"
    ANKLE_PINCH = "ankle_pinch"
    DIZZINESS = "dizziness"
    BONE_PAIN = "bone_pain"


class Change(StrEnum):
    """What to do with an exercise that something stands against.

    `SHORTEN` keeps it in a smaller range; `OTHER_FORM` does it in the way that its words tell.
    """

    LEAVE_OUT = "leave_out"
    SHORTEN = "shorten"
    OTHER_FORM = "other_form"


class RoutineSide(StrEnum):
    """Which side a block of a routine works."""

    RIGHT = "right"
    LEFT = "left"
    BOTH = "both"
    NONE = "none"


Range = tuple[int, int]
"""From the least to the most; the two are equal where there is one number."""


@dataclass(frozen=True)
class Dose:
    """How much of an exercise.

    Parameters
    ----------
    sets, reps : from the least to the most; of each side where sides take turns.
    hold_s : how long one repetition lasts [s] where it is timed: a hold, a minute of walking.
    rest_s : rest between sets [s].
    tempo_s : lowering, pause and lifting of one repetition [s]; None where it is held or timed.
    effort_rpe : how hard it should feel, 0 to 10.
    per_week : sessions a week.
    least_hours_between : from one session to the next [h].
    weight_rises : whether it is begun light, with the most repetitions, and gets harder by more
        weight and fewer of them.
    """

    form: DoseForm
    sets: Range
    reps: Range
    hold_s: Range | None
    rest_s: int
    tempo_s: tuple[float, float, float] | None
    effort_rpe: Range
    per_week: Range
    least_hours_between: int
    weight_rises: bool = False

    @property
    def first_reps(self) -> int:
        """The repetitions that one begins with."""
        return self.reps[1] if self.weight_rises else self.reps[0]


@dataclass(frozen=True)
class TissueLoad:
    """How much an exercise asks of one tissue.

    Parameters
    ----------
    tier : 1 low, 2 moderate, 3 high; the higher one where the evidence spans two.
    low_tier : the lower one of the two, equal to `tier` where there is one.
    index : the published loading index [1], if any.
    peak_bw : the published peak force [body weights], if any.
    same_move : whether index and peak were measured in this very movement, or in a near one.
    judged : whether the tier is expert judgement.
    """

    tier: int
    low_tier: int
    index: float | None
    peak_bw: float | None
    same_move: bool
    judged: bool


@dataclass(frozen=True)
class Suit:
    """A pattern, a contributor or `ALL`, and the period in which the exercise is for it."""

    who: str
    period: Period


@dataclass(frozen=True)
class Avoid:
    """What stands against an exercise.

    Parameters
    ----------
    when : id of a pattern, or a `Situation`.
    change : what to do then.
    most_flexion_deg : deepest bend of the knee [deg] that is left, if `change` shortens the bend.
    instead : the exercise that takes its place, if any.
    """

    when: str
    period: Period
    change: Change
    most_flexion_deg: int | None
    instead: str | None


@dataclass(frozen=True)
class Exercise:
    """One exercise of the library.

    Parameters
    ----------
    number : its number in the evidence review, 1 to 82.
    targets : muscles and tissues it works.
    doses : the forms in which it is done, from the gentlest on.
    knee_flexion_deg : least and deepest bend of the working knee [deg].
    is_loaded : whether the bent knee carries the body or a resistance.
    needs : equipment, or its household substitute, that it cannot do without.
    heavier_with : equipment that makes it heavier and may be left away.
    easier, harder : its neighbours; A is harder than B exactly when B is easier than A.
    """

    id: str
    number: int
    region: Region
    targets: tuple[str, ...]
    doses: tuple[Dose, ...]
    sides: Sides
    patellofemoral: TissueLoad
    patellar_tendon: TissueLoad
    suits: tuple[Suit, ...]
    avoid: tuple[Avoid, ...]
    knee_flexion_deg: Range
    is_loaded: bool
    needs: tuple[str, ...]
    heavier_with: tuple[str, ...]
    positions: tuple[Position, ...]
    easier: tuple[str, ...]
    harder: tuple[str, ...]
    stop_if: tuple[Stop, ...]
    motion: str


@dataclass(frozen=True)
class Block:
    """A stretch of a routine.

    Parameters
    ----------
    id : the words that say how it is done.
    exercise : which exercise it is, None for walking and looking after oneself.
    start_s, seconds : when it begins and how long it lasts [s].
    motion : how it moves where it is done in another way than its exercise.
    """

    id: str
    exercise: str | None
    start_s: int
    seconds: int
    side: RoutineSide
    motion: str | None = None


@dataclass(frozen=True)
class Swap:
    """What takes the place of some blocks for a pattern or a situation.

    Parameters
    ----------
    replaces : ids of the blocks that go.
    blocks : what comes, over the same seconds.
    """

    when: tuple[str, ...]
    replaces: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Routine:
    """A session of fixed length; the blocks follow each other without a gap."""

    id: str
    seconds: int
    blocks: tuple[Block, ...]
    swaps: tuple[Swap, ...]


@dataclass(frozen=True, eq=False)
class ExerciseBook:
    """Every exercise and routine by id, and the version that plans made from it are stamped with.

    Parameters
    ----------
    doses : each form as it is usually dosed.
    equipment : every piece of equipment.
    """

    exercises: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    doses: Mapping[DoseForm, Dose]
    equipment: tuple[str, ...]
    version: str


def avoided(exercise: Exercise, whens: frozenset[str], period: Period) -> tuple[Avoid, ...]:
    """What stands against an exercise under these patterns and situations.

    Parameters
    ----------
    exercise : one exercise of the book.
    whens : ids of patterns and situations that hold.
    period : early, late, or `ANY` for whatever stands against it at any time.

    Returns
    -------
    tuple of Avoid
        Every reason that holds, in the order of the record; none when it may be done as it is.
    """
    return tuple(
        item for item in exercise.avoid if item.when in whens and meets(item.period, period)
    )


def suits(exercise: Exercise, who: str, period: Period) -> bool:
    """Whether an exercise is for a pattern, by its name or because it is for all, and not left out.

    Parameters
    ----------
    exercise : one exercise of the book.
    who : id of a pattern or a contributor.
    period : early or late, or `ANY` for some time.

    Returns
    -------
    bool
        A pattern for which it is left out is not suited even if the exercise is for all.
    """
    for_it = any(item.who in {who, ALL} and meets(item.period, period) for item in exercise.suits)
    against = avoided(exercise, frozenset({who}), period)
    return for_it and all(item.change is not Change.LEAVE_OUT for item in against)


def meets(one: Period, other: Period) -> bool:
    """Whether two periods have a time in common."""
    return Period.ANY in {one, other} or one is other


def variant_of(routine: Routine, whens: frozenset[str]) -> tuple[Block, ...]:
    """The blocks of a routine with the swaps for these patterns and situations, in order of time.

    Parameters
    ----------
    routine : one routine of the book.
    whens : ids of patterns and situations that hold.

    Returns
    -------
    tuple of Block
        Of the same length as the routine. Of two swaps of one block the first one counts.
    """
    blocks = list(routine.blocks)
    for swap in routine.swaps:
        there = {block.id for block in blocks}
        if not whens.isdisjoint(swap.when) and there.issuperset(swap.replaces):
            blocks = [block for block in blocks if block.id not in swap.replaces]
            blocks += swap.blocks
    return tuple(sorted(blocks, key=lambda block: block.start_s))
