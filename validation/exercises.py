"""Every exercise and routine as the records hold them, for `docs/science/exercises.md`."""

from pathlib import Path

from midstance.knowledge.exercises import read_plan_records
from midstance.knowledge.records_plan import (
    AvoidRecord,
    DoseUse,
    ExerciseRecord,
    LoadRecord,
    RoutineRecord,
)
from validation.tables import Table

PAGE = Path(__file__).parents[1] / "docs/science/exercises.md"


def tables() -> tuple[Table, ...]:
    return (exercises_table(), reasons_table(), doses_table(), routines_table())


def exercises_table() -> Table:
    head = ("#", "exercise", "kneecap joint", "patellar tendon", "doses", "easier", "harder")
    return Table("exercises", "Exercises", head, tuple(map(_exercise_row, _in_order())))


def _in_order() -> list[ExerciseRecord]:
    return sorted(read_plan_records().exercises.values(), key=lambda item: item.number)


def _exercise_row(item: ExerciseRecord) -> tuple[str, ...]:
    return (
        str(item.number),
        f"`{item.id}`",
        _load(item.load.patellofemoral),
        _load(item.load.patellar_tendon),
        ", ".join(map(_use, item.doses)),
        _codes(item.easier),
        _codes(item.harder),
    )


def _load(load: LoadRecord) -> str:
    tier = str(load.tier) if load.low_tier == load.tier else f"{load.low_tier} to {load.tier}"
    measured = [
        *([f"index {load.index:g}"] if load.index is not None else []),
        *([f"peak {load.peak_bw:g} BW"] if load.peak_bw is not None else []),
        *([] if load.same_move else ["of a like move"]),
    ]
    known = [*measured, str(load.certainty), *(f"`{source}`" for source in load.sources)]
    return f"{tier} ({', '.join(known)})"


def _use(use: DoseUse) -> str:
    parts = {"sets": use.sets, "reps": use.reps, "s": use.hold_s}
    own = [f"{_range(pair)} {name}" for name, pair in parts.items() if pair is not None]
    return f"{use.form} ({', '.join(own)})" if own else str(use.form)


def _range(pair: tuple[int, ...]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]} to {pair[1]}"


def _codes(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def reasons_table() -> Table:
    head = ("exercise", "for", "against")
    rows = tuple(
        (
            f"`{item.id}`",
            ", ".join(f"{each.who} ({each.period})" for each in item.suits),
            "; ".join(map(_reason, item.avoid)),
        )
        for item in _in_order()
    )
    return Table("reasons", "For and against", head, rows)


def _reason(item: AvoidRecord) -> str:
    bound = "" if item.most_flexion_deg is None else f" to {item.most_flexion_deg}°"
    instead = f", instead `{item.instead}`" if item.instead else ""
    return f"{item.when} ({item.period}): {item.change}{bound}{instead}"


def doses_table() -> Table:
    head = ("form", "sets", "reps", "s each", "rest s", "tempo", "effort", "a week", "h", "sources")
    rows = tuple(
        (
            item.id,
            _range(item.sets),
            _range(item.reps),
            "" if item.hold_s is None else _range(item.hold_s),
            str(item.rest_s),
            "" if item.tempo_s is None else "-".join(f"{part:g}" for part in item.tempo_s),
            _range(item.effort_rpe),
            _range(item.per_week),
            str(item.least_hours_between),
            _codes(item.sources),
        )
        for item in read_plan_records().doses.values()
    )
    return Table("doses", "Doses", head, rows)


def routines_table() -> Table:
    head = ("routine", "s", "steps", "swaps")
    rows = tuple(map(_routine_row, read_plan_records().routines.values()))
    return Table("routines", "Routines", head, rows)


def _routine_row(item: RoutineRecord) -> tuple[str, ...]:
    steps = [f"{block.id} {block.seconds}" for block in item.blocks]
    swaps = [
        f"{', '.join(swap.when)}: {', '.join(swap.replaces)} → "
        f"{', '.join(dict.fromkeys(block.id for block in swap.blocks))}"
        for swap in item.swaps
    ]
    return f"`{item.id}`", str(item.seconds), ", ".join(steps), "; ".join(swaps)
