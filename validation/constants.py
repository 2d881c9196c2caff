"""Every constant and what it rests on, for `docs/science/constants.md`."""

from pathlib import Path

from midstance.knowledge.load import read_parameters, read_sources
from midstance.knowledge.records import Parameter
from validation.tables import Table

PAGE = Path(__file__).parents[1] / "docs" / "science" / "constants.md"


def tables() -> tuple[Table, ...]:
    return (parameters_table(), sources_table())


def parameters_table() -> Table:
    rows = tuple(
        (
            f"`{item.id}`",
            item.meaning,
            value_of(item),
            item.unit,
            item.valid_for,
            str(item.certainty),
            ", ".join(f"`{source}`" for source in item.sources),
        )
        for item in read_parameters().values()
    )
    head = ("id", "meaning", "value", "unit", "valid for", "certainty", "sources")
    return Table("parameters", "Constants", head, rows)


def value_of(parameter: Parameter) -> str:
    values = parameter.value if isinstance(parameter.value, tuple) else (parameter.value,)
    return ", ".join(f"{value:g}" for value in values)


def sources_table() -> Table:
    cited = {source for item in read_parameters().values() for source in item.sources}
    rows = tuple(
        (
            f"`{item.id}`",
            f"{item.authors} ({item.year}). {item.title}. {item.where}",
            item.says,
            item.limits,
            str(item.read_as),
        )
        for item in read_sources().values()
        if item.id in cited
    )
    head = ("id", "source", "what it says", "what limits it", "read as")
    return Table("sources", "Sources", head, rows)
