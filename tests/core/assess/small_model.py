"""A model that a reader can hold in mind: five patterns, every kind of question and record."""

from midstance.core.assess.model import (
    Action,
    CheckConstants,
    CheckModel,
    Clause,
    Contributor,
    ContributorSign,
    Finding,
    Multiplier,
    Pattern,
    Question,
    QuestionKind,
    RedFlag,
    Stage,
)

PATTERNS = ("kneecap", "outer_band", "tendon", "bone", "something_else")


def option(question, *options):
    return Clause(question, options, None, None)


def number(question, at_least=None, below=None):
    return Clause(question, (), at_least, below)


def question(name, kind, options=(), **other):
    fields = {
        "none_of_these": "none" if "none" in options and kind == "many" else "",
        "low": None,
        "high": None,
        "unit": "1",
        "asked_when": (),
        "unsafe_when": (),
        "seconds": 10.0,
    }
    stage = Stage(other.pop("stage"))
    return Question(
        id=name, kind=QuestionKind(kind), options=options, stage=stage, **(fields | other)
    )


QUESTIONS = (
    question("age_y", "number", low=8, high=100, unit="y", stage="about", order=1),
    question("sex", "choice", ("female", "male"), stage="about", order=2),
    question("urgent", "many", ("pale_foot", "hot_knee", "none"), stage="screen", order=10),
    question("onset", "choice", ("gradual", "twist", "fall"), stage="screen", order=11),
    question(
        "injury",
        "many",
        ("pop", "swelling", "none"),
        stage="screen",
        order=12,
        asked_when=((option("onset", "twist", "fall"),),),
    ),
    question("walking", "scale", low=0, high=10, stage="screen", order=13),
    question("stuck", "choice", ("no", "clicks", "stuck_now"), stage="screen", order=14),
    question("general", "many", ("fever", "night_pain", "none"), stage="screen", order=15),
    question(
        "most_days",
        "yes_no",
        ("yes", "no"),
        stage="screen",
        order=16,
        asked_when=((number("age_y", below=18),),),
    ),
    question("weeks", "number", low=0, high=520, unit="w", stage="screen", order=17),
    question("worry", "choice", ("no", "afraid"), stage="screen", order=18),
    question(
        "where",
        "many",
        ("front", "tip", "outer", "shin_bone", "inner", "back"),
        stage="pattern",
        order=20,
    ),
    question(
        "provoked",
        "many",
        ("squat", "stairs", "sitting", "jumping", "downhill", "standing", "none"),
        stage="pattern",
        order=21,
    ),
    question(
        "run",
        "choice",
        ("same_distance", "warms_up", "builds", "other"),
        stage="pattern",
        order=22,
    ),
    question("load_jump", "yes_no", ("yes", "no"), stage="pattern", order=23),
    question(
        "squat_test",
        "choice",
        ("no_pain", "pain", "could_not_do"),
        stage="self_test",
        order=30,
        seconds=45.0,
        unsafe_when=(option("stuck", "stuck_now"), option("general", "night_pain")),
    ),
    question(
        "hop_test",
        "choice",
        ("no_pain", "pain"),
        stage="self_test",
        order=31,
        seconds=45.0,
        unsafe_when=(option("injury", "swelling"), option("where", "shin_bone")),
    ),
    question(
        "press_test",
        "many",
        ("tip", "outer", "bone", "none"),
        stage="self_test",
        order=32,
        seconds=60.0,
    ),
)


def rule(name, level, unsure, *when, topic=""):
    return RedFlag(id=name, level=level, level_if_unsure=unsure, when=when, topic=topic)


RED_FLAGS = (
    rule("artery", Action.EMERGENCY, Action.EMERGENCY, (option("urgent", "pale_foot"),)),
    rule(
        "infection",
        Action.EMERGENCY,
        Action.SAME_DAY,
        (option("urgent", "hot_knee"),),
        (option("general", "fever"), option("urgent", "hot_knee")),
    ),
    rule(
        "fracture",
        Action.SAME_DAY,
        Action.SAME_DAY,
        (option("onset", "fall"),),
        (number("walking", at_least=7), option("injury", "swelling")),
    ),
    rule(
        "blood_in_knee",
        Action.SAME_DAY,
        Action.WITHIN_DAYS,
        (option("injury", "pop"),),
        (option("injury", "swelling"),),
    ),
    rule("locked", Action.SAME_DAY, Action.WITHIN_DAYS, (option("stuck", "stuck_now"),)),
    rule("night", Action.WITHIN_DAYS, Action.WITHIN_DAYS, (option("general", "night_pain"),)),
    rule(
        "child",
        Action.WITHIN_DAYS,
        Action.WITHIN_DAYS,
        (number("age_y", below=18),),
        (option("most_days", "yes"),),
    ),
    rule(
        "lasting",
        Action.WITHIN_WEEKS,
        Action.WITHIN_WEEKS,
        (number("weeks", at_least=6),),
        topic="persistent",
    ),
    rule("afraid", Action.WITHIN_WEEKS, Action.CARRY_ON, (option("worry", "afraid"),)),
    rule("bone_pressed", Action.WITHIN_DAYS, Action.WITHIN_DAYS, (option("press_test", "bone"),)),
)


def finding(name, group, seen_when, present, exponent=0.8):
    return Finding(
        id=name,
        group=group,
        seen_when=seen_when,
        exponent=exponent,
        present_frac=present,
        low_frac=tuple(max(0.01, 0.7 * value) for value in present),
        high_frac=tuple(min(0.99, value + 0.3 * (1 - value)) for value in present),
    )


FINDINGS = (
    finding("front", "place", (option("where", "front"),), (0.9, 0.07, 0.25, 0.15, 0.2)),
    finding(
        "tip",
        "place",
        (option("where", "tip"), option("press_test", "tip")),
        (0.12, 0.02, 0.9, 0.03, 0.1),
    ),
    finding(
        "outer",
        "place",
        (option("where", "outer"), option("press_test", "outer")),
        (0.1, 0.93, 0.02, 0.08, 0.2),
    ),
    finding(
        "bone",
        "place",
        (option("where", "shin_bone"), option("press_test", "bone")),
        (0.05, 0.05, 0.05, 0.8, 0.1),
    ),
    finding(
        "elsewhere", "place", (option("where", "inner", "back"),), (0.05, 0.03, 0.03, 0.1, 0.8)
    ),
    finding(
        "squat",
        "flexed",
        (option("provoked", "squat"), option("squat_test", "pain")),
        (0.91, 0.25, 0.85, 0.4, 0.4),
    ),
    finding("stairs", "flexed", (option("provoked", "stairs"),), (0.75, 0.55, 0.75, 0.45, 0.4)),
    finding("sitting", "flexed", (option("provoked", "sitting"),), (0.72, 0.2, 0.4, 0.05, 0.3)),
    finding("jumping", "spring", (option("provoked", "jumping"),), (0.55, 0.25, 0.92, 0.6, 0.3)),
    finding("downhill", "slope", (option("provoked", "downhill"),), (0.6, 0.75, 0.45, 0.3, 0.3)),
    finding("standing", "stand", (option("provoked", "standing"),), (0.1, 0.1, 0.1, 0.1, 0.4)),
    finding(
        "same_distance", "course", (option("run", "same_distance"),), (0.3, 0.85, 0.1, 0.1, 0.2)
    ),
    finding("warms_up", "course", (option("run", "warms_up"),), (0.2, 0.05, 0.75, 0.05, 0.2)),
    finding(
        "builds",
        "course",
        (option("run", "builds"), option("general", "night_pain")),
        (0.1, 0.05, 0.08, 0.75, 0.2),
    ),
    finding("load_jump", "load", (option("load_jump", "yes"),), (0.6, 0.65, 0.55, 0.85, 0.4)),
    finding("hop", "spring", (option("hop_test", "pain"),), (0.4, 0.2, 0.9, 0.7, 0.3), 0.5),
    finding("sore_walking", "walk", (number("walking", at_least=3),), (0.2, 0.2, 0.2, 0.6, 0.4)),
)

CARRY_ON_HARM = (0.0, 0.15, 0.4, 0.8, 1.0)
PATTERN_RECORDS = (
    Pattern(
        "kneecap",
        0.45,
        0.5,
        (Multiplier((option("sex", "female"),), 1.3),),
        Action.CARRY_ON,
        CARRY_ON_HARM,
        named=True,
    ),
    Pattern("outer_band", 0.25, 0.1, (), Action.CARRY_ON, CARRY_ON_HARM, named=True),
    Pattern(
        "tendon",
        0.15,
        0.25,
        (Multiplier((option("sex", "male"),), 1.3),),
        Action.CARRY_ON,
        CARRY_ON_HARM,
        named=True,
    ),
    Pattern(
        "bone",
        0.08,
        0.08,
        (Multiplier((option("load_jump", "yes"),), 1.2),),
        Action.WITHIN_DAYS,
        (1.0, 0.6, 0.0, 0.2, 0.5),
        named=True,
    ),
    Pattern(
        "something_else",
        0.07,
        0.07,
        (),
        Action.WITHIN_WEEKS,
        (0.4, 0.0, 0.1, 0.5, 0.8),
        named=False,
    ),
)

CONTRIBUTORS = (
    Contributor(
        "training",
        0.4,
        (
            ContributorSign((option("load_jump", "yes"),), 3.0, 0.4),
            ContributorSign((number("weeks", below=6),), 1.3, 0.9),
        ),
    ),
    Contributor("strength", 0.3, (ContributorSign((option("provoked", "stairs"),), 1.5, 0.8),)),
)

CONSTANTS = CheckConstants(
    prior_exponent=0.8,
    finding_ratio_range=(0.25, 4.0),
    group_ratio_range=(0.15, 6.0),
    unticked_exponent=0.5,
    fits_well_frac=0.6,
    fits_partly_frac=0.2,
    gap_frac=0.15,
    most_questions=20.0,
    most_names=3.0,
    most_self_tests=2.0,
    least_groups=2.0,
    surprise_z=3.0,
    say_frac=0.45,
    out_of_scope_frac=0.35,
    stop_harm=0.01,
    stop_change_frac=0.08,
    usual_questions=20.0,
    late_change_frac=0.5,
    contributor_bits=1.0,
    contributor_likely_frac=0.6,
    contributor_possible_frac=0.35,
)

SMALL = CheckModel(
    questions=QUESTIONS,
    red_flags=RED_FLAGS,
    findings=FINDINGS,
    patterns=PATTERN_RECORDS,
    contributors=CONTRIBUTORS,
    constants=CONSTANTS,
    version="small-1",
)
