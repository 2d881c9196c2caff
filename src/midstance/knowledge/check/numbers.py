"""Constants lie in their ranges."""

from collections.abc import Iterator

import numpy as np

from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records import Parameter


def problems_of_parameters(base: KnowledgeBase) -> Iterator[str]:
    """Constants outside the range in which they are believed."""
    for parameter in base.parameters.values():
        yield from _of_parameter(parameter)


def _of_parameter(parameter: Parameter) -> Iterator[str]:
    if not parameter.low < parameter.high:
        yield f"parameters/{parameter.id} has an empty range"
    values = np.atleast_1d(parameter.value)
    if not values.size or not np.all((values >= parameter.low) & (values <= parameter.high)):
        yield f"parameters/{parameter.id} lies outside {parameter.low:g} to {parameter.high:g}"
