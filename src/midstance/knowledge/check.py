"""What must hold across records: references resolve, values lie in their ranges."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from midstance.knowledge.records import Certainty, Parameter, Source

OLDEST_YEAR = 1800

NEEDS_NO_SOURCE = frozenset({Certainty.DEFINITION, Certainty.JUDGEMENT})


def problems(
    sources: Mapping[str, Source], parameters: Mapping[str, Parameter], today: date
) -> tuple[str, ...]:
    """Everything that is wrong, in words; empty when the knowledge base is sound."""
    return (
        *_of_sources(sources, parameters, today),
        *(line for item in parameters.values() for line in _of_parameter(item, sources, today)),
    )


def _of_sources(
    sources: Mapping[str, Source], parameters: Mapping[str, Parameter], today: date
) -> Iterator[str]:
    cited = {source for parameter in parameters.values() for source in parameter.sources}
    for source in sources.values():
        if source.checked.on > today:
            yield f"source {source.id} was checked in the future"
        if source.id not in cited:
            yield f"source {source.id} is cited by no record"
        if not OLDEST_YEAR < source.year <= today.year:
            yield f"source {source.id} is of the year {source.year}"


def _of_parameter(
    parameter: Parameter, sources: Mapping[str, Source], today: date
) -> Iterator[str]:
    for unknown in sorted(set(parameter.sources) - sources.keys()):
        yield f"parameter {parameter.id} cites the unknown source {unknown}"
    if not parameter.sources and parameter.certainty not in NEEDS_NO_SOURCE:
        yield f"parameter {parameter.id} is {parameter.certainty} but cites nothing"
    if not parameter.low < parameter.high:
        yield f"parameter {parameter.id} has an empty range"
    values = np.atleast_1d(parameter.value)
    if not values.size or not np.all((values >= parameter.low) & (values <= parameter.high)):
        yield f"parameter {parameter.id} lies outside {parameter.low:g} to {parameter.high:g}"
    if parameter.checked.on > today:
        yield f"parameter {parameter.id} was checked in the future"
