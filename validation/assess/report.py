"""The tables of `docs/science/knee_check.md` that come from simulated runners."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from midstance.core.assess.explain import assess_picture
from midstance.core.assess.model import Action, CheckModel
from midstance.knowledge.knee_check import load_check_model
from validation.assess.baselines import judges
from validation.assess.personas import unsure
from validation.assess.score import (
    is_left_alone,
    is_safe,
    is_urgent_enough,
    naming,
    share,
    urgency_matrix,
)
from validation.assess.trial import Case, run_trial
from validation.tables import Table

DOCS = Path(__file__).parents[2] / "docs" / "science" / "knee_check.md"
CASES, SEED = 22_000, 2026
WAYS = ("clean", "forgetful", "exaggerating", "unsure")
AGAIN_PART, AGAIN_FRACS = 5, (0.2, 0.5, 1.0)
POPULATIONS = {"knee": "as common as among runners", "even": "every pattern as often"}


def tables(count: int = CASES) -> tuple[Table, ...]:
    model = load_check_model()
    trials = run_trial(model, count, SEED, judges(model))
    own = next(iter(trials.values()))
    return (
        naming_table(model, own),
        safety_table(own),
        urgency_table(own),
        baseline_table(model, trials),
        question_table(own),
        again_table(model, count // AGAIN_PART),
    )


def percent(frac: float) -> str:
    return "" if np.isnan(frac) else f"{100 * frac:.1f} %"


def of_kind(cases: Sequence[Case], *kinds: str) -> list[Case]:
    return [case for case in cases if case.kind in kinds]


def not_today(cases: Sequence[Case], own: Sequence[Case]) -> list[Case]:
    """Without those whom the check itself sends to care today and asks no more."""
    pairs = zip(cases, own, strict=True)
    return [case for case, mine in pairs if mine.result.action < Action.SAME_DAY]


def answered(cases: Sequence[Case], *ways: str) -> list[Case]:
    return [case for case in cases if case.persona in ways]


def naming_table(model: CheckModel, cases: Sequence[Case]) -> Table:
    rows = []
    cases = not_today(cases, cases)
    for kind, population in POPULATIONS.items():
        for way in WAYS:
            found = naming(model, answered(of_kind(cases, kind), way))
            rows.append(
                (
                    population,
                    way,
                    str(found.cases),
                    percent(found.first_frac),
                    percent(found.listed_frac),
                    f"{found.names:.2f}",
                    percent(found.cannot_say_frac),
                    f"{found.calibration_error:.3f}",
                    percent(found.well_true_frac),
                    percent(found.flips_frac),
                )
            )
    head = (
        "patterns",
        "answers",
        "cases",
        "named first",
        "among the names",
        "names",
        "cannot say",
        "calibration error",
        "true of “fits well”",
        "flips",
    )
    return Table("naming", "Patterns", head, tuple(rows))


def safety_table(cases: Sequence[Case]) -> Table:
    rows = []
    for way in WAYS:
        mine = answered(cases, way)
        today = [case for case in mine if case.flag_truth >= Action.SAME_DAY]
        flagged = [case for case in mine if case.flag_truth >= Action.WITHIN_DAYS]
        self_care = [case for case in of_kind(mine, "knee", "even") if case.truth == 0]
        rows.append(
            (
                way,
                f"{percent(share(today, is_urgent_enough))} of {len(today)}",
                f"{percent(share(today, lambda case: case.result.action >= Action.WITHIN_DAYS))}",
                f"{percent(share(flagged, is_urgent_enough))} of {len(flagged)}",
                percent(share(mine, is_safe)),
                f"{percent(share(self_care, is_left_alone))} of {len(self_care)}",
                percent(share(of_kind(mine, "away"), lambda case: case.result.cannot_say)),
                percent(share(of_kind(mine, "else"), lambda case: case.result.cannot_say)),
            )
        )
    head = (
        "answers",
        "same day or emergency: as urgent or more",
        "and at least within days",
        "any red flag within days or sooner: as urgent or more",
        "all: at most one level too low",
        "self-care left as self-care",
        "pain beside the knee: cannot say",
        "another cause at the knee: cannot say",
    )
    return Table("safety", "Action", head, tuple(rows))


def urgency_table(cases: Sequence[Case]) -> Table:
    names = tuple(action.name.lower() for action in Action)
    counts = urgency_matrix(of_kind(cases, "knee", "even", "flagged", "else"))
    rows = tuple(
        (name, *(str(count) for count in row)) for name, row in zip(names, counts, strict=True)
    )
    return Table("urgency", "Right action and what was said", ("right \\ said", *names), rows)


def baseline_table(model: CheckModel, trials: dict[str, tuple[Case, ...]]) -> Table:
    rows = []
    own = next(iter(trials.values()))
    for name, cases in trials.items():
        asked_on = not_today(cases, own)
        found = naming(model, of_kind(asked_on, "knee"))
        evenly = naming(model, of_kind(asked_on, "even"))
        today = [case for case in cases if case.flag_truth >= Action.SAME_DAY]
        self_care = [case for case in of_kind(cases, "knee", "even") if case.truth == 0]
        exact = [case for case in cases if case.kind != "away"]
        rows.append(
            (
                name,
                percent(found.first_frac),
                percent(found.listed_frac),
                percent(evenly.first_frac),
                percent(evenly.listed_frac),
                f"{found.calibration_error:.3f}",
                percent(share(exact, lambda case: case.result.action == case.truth)),
                percent(share(today, is_urgent_enough)),
                percent(share(self_care, is_left_alone)),
            )
        )
    head = (
        "judged by",
        "first, as common",
        "named, as common",
        "first, every pattern as often",
        "named, every pattern as often",
        "calibration error",
        "action exact",
        "same day or emergency caught",
        "self-care left",
    )
    return Table("baselines", "Other ways to judge the same answers", head, tuple(rows))


def question_table(cases: Sequence[Case]) -> Table:
    rows = []
    self_care = [case for case in of_kind(cases, "knee", "even") if case.truth == 0]
    groups = {
        "self-care, clean answers": answered(self_care, "clean"),
        "self-care": self_care,
        "all with a knee pattern": of_kind(cases, "knee", "even"),
        "made from a red flag": of_kind(cases, "flagged"),
        "pain beside the knee": of_kind(cases, "away"),
        "all": cases,
    }
    for name, group in groups.items():
        counts = np.array([len(case.asked) for case in group])
        row = (f"{np.median(counts):.0f}", f"{np.percentile(counts, 90):.0f}", str(counts.max()))
        rows.append((name, *row))
    head = ("runners", "median", "nine in ten at most", "most")
    return Table("questions", "Questions asked, with age, sex and side known", head, tuple(rows))


def again_table(model: CheckModel, count: int) -> Table:
    """How the unsure fare when they are unsure of the plainer question more or less often."""
    rows = tuple(_again_row(model, count, frac) for frac in AGAIN_FRACS)
    head = (
        "not sure of the plainer question too",
        "same day or emergency: as urgent or more",
        "and at least within days",
        "self-care left as self-care",
        "median questions",
    )
    return Table("again", "Not sure of one question in five", head, rows)


def _again_row(model: CheckModel, count: int, frac: float) -> tuple[str, ...]:
    ways = {"unsure": unsure(frac)}
    cases = run_trial(model, count, SEED, {"check": assess_picture}, ways)["check"]
    today = [case for case in cases if case.flag_truth >= Action.SAME_DAY]
    self_care = [case for case in of_kind(cases, "knee", "even") if case.truth == 0]
    return (
        percent(frac),
        f"{percent(share(today, is_urgent_enough))} of {len(today)}",
        percent(share(today, lambda case: case.result.action >= Action.WITHIN_DAYS)),
        f"{percent(share(self_care, is_left_alone))} of {len(self_care)}",
        f"{np.median([len(case.asked) for case in cases]):.0f}",
    )
