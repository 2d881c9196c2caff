"""Does it help to group places by the side of the knee, and to trust them as definitions?

`python -m validation.place_groups` draws runners in whom all places of a knee come and go together,
which suits one group best, lets four models judge the same answers, and prints what came out.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from midstance.core.assess.answers import read_answers
from midstance.core.assess.explain import assess
from midstance.core.assess.model import CheckModel
from midstance.core.assess.result import Band
from midstance.knowledge.knee_check import build_check_model, read_check_records
from midstance.knowledge.load import read_parameters
from validation.assess.runners import Answer, World, reached
from validation.tables import Table

PLACES = frozenset({"place_front", "place_inner", "place_outer", "place_back", "pointing"})
RUNNERS = 2000
WORLD_RUNNERS = 250
SEED = 7


def variant(exponent: float, *, by_side: bool) -> CheckModel:
    """The model with places in one group or by side, trusted to the power of the exponent."""
    records, parameters = read_check_records(), dict(read_parameters())
    findings = {
        id_: item if by_side or item.group not in PLACES else replace(item, group="place")
        for id_, item in records.findings.items()
    }
    name = "exponent_by_definition"
    parameters[name] = replace(parameters[name], value=exponent)
    return build_check_model(replace(records, findings=findings), parameters)


def variants() -> Mapping[str, CheckModel]:
    return {
        f"{groups}, power {exponent:g}": variant(exponent, by_side=by_side)
        for groups, by_side in (("one group", False), ("by side", True))
        for exponent in (0.7, 0.9)
    }


def table() -> Table:
    rows = []
    for drawn, even in (("as common as they are", False), ("all patterns alike", True)):
        for name, marks in judge(even=even).items():
            first, named, well, right = marks.mean(axis=0)
            shares = (first, named, right / well)
            rows.append((drawn, name, *(f"{100 * share:.1f}" for share in shares)))
    head = (
        "runners",
        "model",
        "right one first, %",
        "right one named, %",
        "right when 'fits well', %",
    )
    return Table("place_groups", "Places in one group or by side", head, tuple(rows))


def judge(*, even: bool) -> Mapping[str, np.ndarray]:
    """(runners, 4): right first, right named, said to fit well, right among these."""
    rng, models = np.random.default_rng(SEED), variants()
    drawn_from = models["one group, power 0.7"]
    marks: dict[str, list[tuple[bool, ...]]] = {name: [] for name in models}
    for number in range(RUNNERS):
        if number % WORLD_RUNNERS == 0:
            world = World(drawn_from, rng)
        pattern = int(rng.integers(len(drawn_from.patterns))) if even else None
        runner = world.draw(pattern)
        truth = drawn_from.patterns[runner.pattern]
        if truth.named:
            for name, model in models.items():
                marks[name].append(mark(model, reached(model, runner.sheet), truth.id))
    return {name: np.array(given, dtype=np.float64) for name, given in marks.items()}


def mark(model: CheckModel, sheet: Mapping[str, Answer], truth: str) -> tuple[bool, ...]:
    document = {name: list(x) if isinstance(x, tuple) else x for name, x in sheet.items()}
    fits = assess(model, read_answers(model.questions, document)).fits
    is_first = bool(fits) and fits[0].pattern == truth
    is_well = bool(fits) and fits[0].band is Band.FITS_WELL
    return is_first, truth in {fit.pattern for fit in fits}, is_well, is_first and is_well


if __name__ == "__main__":
    print(table().text())
