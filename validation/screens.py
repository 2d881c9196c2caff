"""Every movement screen as its record holds it, for `docs/science/screens.md`."""

from pathlib import Path

from midstance.core.assess.screens import CutOf
from midstance.knowledge.records_screens import NormSex, ScreenRecord
from midstance.knowledge.screens import read_screen_records
from validation.tables import Table

PAGE = Path(__file__).parents[1] / "docs/science/screens.md"


def tables() -> tuple[Table, ...]:
    return (screens_table(), norms_table(), safety_table())


def screens_table() -> Table:
    head = ("screen", "speaks for", "counts", "worth training", "sides apart", "one test is off by")
    return Table("screens", "Screens", head, tuple(map(_screen_row, _in_order())))


def _in_order() -> list[ScreenRecord]:
    return list(read_screen_records().values())


def _screen_row(item: ScreenRecord) -> tuple[str, ...]:
    flag, error = item.flag, item.error
    return (
        f"`{item.id}`",
        str(item.quality),
        str(item.unit),
        f"{_cut(item)} ({_rests(flag.sources, flag.certainty)})",
        _sides(item),
        f"{_error(error.fixed, error.frac)} ({_rests(error.sources, error.certainty)})",
    )


def _cut(item: ScreenRecord) -> str:
    if item.flag.cut is None:
        return "not by its level"
    female, male = item.flag.cut
    if item.flag.of is not CutOf.FIXED:
        base = "the lower quartile" if item.flag.of is CutOf.LOW else "the usual of her age"
        return f"below {base}" if female == 1 else f"below {female:g} times {base}"
    word = "below" if item.higher_is_better else "from"
    return f"{word} {female:g}" if female == male else f"{word} {female:g} (women), {male:g} (men)"


def _sides(item: ScreenRecord) -> str:
    flag = item.flag
    if flag.side_least is not None:
        return f"from {flag.side_least:g}"
    return "" if flag.side_least_frac is None else f"from {100 * flag.side_least_frac:g} %"


def _error(fixed: float, frac: float) -> str:
    told = [*([f"{fixed:g}"] if fixed else []), *([f"{100 * frac:g} %"] if frac else [])]
    return " or ".join(told)


def _rests(sources: tuple[str, ...], certainty: str) -> str:
    return ", ".join([str(certainty), *(f"`{source}`" for source in sources)])


def norms_table() -> Table:
    head = ("screen", "age", "women", "men", "rests on")
    rows = tuple(
        (
            f"`{item.id}`",
            f"{norm.age_from_y} to {norm.age_below_y - 1}",
            _norm(norm.female),
            _norm(norm.male),
            _rests(norm.sources, norm.certainty),
        )
        for item in _in_order()
        for norm in item.norms
    )
    return Table("screen_norms", "What is usual", head, rows)


def _norm(norm: NormSex) -> str:
    if norm.low is None or norm.high is None:
        return f"{norm.usual:g}"
    return f"{norm.usual:g} ({norm.low:g} to {norm.high:g})"


def safety_table() -> Table:
    head = ("screen", "as careful as", "not with", "ends with", "trained by")
    rows = tuple(
        (
            f"`{item.id}`",
            "" if item.safe_as is None else f"`{item.safe_as}`",
            ", ".join(item.not_with),
            ", ".join(item.stop_if),
            ", ".join(f"`{name}`" for name in item.trains),
        )
        for item in _in_order()
    )
    return Table("screen_safety", "When not, and what trains it", head, rows)
