"""Shoes as the page shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from midstance.app.shoes.kinds import RunKind
from midstance.app.shoes.records import ShoeLine, ShoeLoad
from midstance.app.shoes.wear import BELOW
from midstance.app.shoes.words import (
    KIND_WORDS,
    distance_words,
    expected_words,
    runs_words,
    state_words,
)
from midstance.web import figures
from midstance.web.figures import Units

BAR_PX = 200.0
MOST_SHARE = 1.25
"""The bar goes on a little beyond the end of the band."""


@dataclass(frozen=True)
class WearBar:
    """How far a pair went, its band behind it, in pixels of a bar."""

    low_px: int
    band_px: int
    gone_px: int


@dataclass(frozen=True)
class ShoeView:
    """One pair in words."""

    line: ShoeLine
    maker: str
    distance: str
    unit: str
    basis: str
    state: str
    light: str
    icon: str
    expected: str
    usual_for: str
    bar: WearBar


@dataclass(frozen=True)
class LoadRow:
    """The load of a pair, with its range."""

    name: str
    runs: str
    whole: str
    whole_between: str
    each: str
    each_between: str


def shoe_view(line: ShoeLine, units: Units) -> ShoeView:
    is_due = line.state != BELOW and not line.is_retired
    return ShoeView(
        line=line,
        maker=" ".join(filter(None, (line.brand, line.model))),
        distance=figures.grouped(line.distance_m / units.distance_m),
        unit=units.distance_name,
        basis=basis_words(line, units),
        state=state_words(line, units),
        light="note" if is_due else "carry_on",
        icon="info" if is_due else "circle-check",
        expected=expected_words(line),
        usual_for="; ".join(usual_words(line, units)),
        bar=wear_bar(line),
    )


def basis_words(line: ShoeLine, units: Units) -> str:
    """Where the distance comes from."""
    pieces = [runs_words(line.runs)]
    if line.before_m:
        before = {"distance": distance_words(line.before_m, units)}
        pieces.append(_("%(distance)s before") % before)
    if line.unknown_runs:
        told = {"runs": runs_words(line.unknown_runs)}
        pieces.append(_("%(runs)s without a distance") % told)
    if line.last_day is not None:
        last = {"day": date_format(line.last_day, figures.day_format())}
        pieces.append(_("last on %(day)s") % last)
    return " · ".join(pieces)


def usual_words(line: ShoeLine, units: Units) -> Iterator[str]:
    for kind in line.kinds:
        words = str(KIND_WORDS[RunKind(kind)])
        if kind == RunKind.LONG and line.long_m is not None:
            told = {"kind": words, "from": figures.distance(line.long_m, units)}
            yield _("%(kind)s, from %(from)s on") % told
        elif kind == RunKind.FAST and line.fast_mps is not None:
            told = {"kind": words, "from": figures.pace(line.fast_mps, 1.0, units)}
            yield _("%(kind)s, from %(from)s on") % told
        else:
            yield words


def wear_bar(line: ShoeLine) -> WearBar:
    scale = BAR_PX / (MOST_SHARE * line.band_m[1])
    low_m, high_m = line.band_m
    return WearBar(
        low_px=round(low_m * scale),
        band_px=round(max((high_m - low_m) * scale, 2.0)),
        gone_px=round(min(line.distance_m * scale, BAR_PX)),
    )


def load_rows(lines: Sequence[ShoeLine], units: Units) -> list[LoadRow]:
    """The pairs of which a load is known."""
    return [load_row(line.name, line.load, units) for line in lines if line.load is not None]


def load_row(name: str, load: ShoeLoad, units: Units) -> LoadRow:
    unit = units.distance_m / 1000
    whole = (load.impulse_bw_s, load.impulse_low_bw_s, load.impulse_high_bw_s)
    each = [value * unit for value in (load.impulse_bw_s_per_km, load.per_km_low, load.per_km_high)]
    return LoadRow(
        name=name,
        runs=figures.grouped(load.runs),
        whole=figures.compared(*whole),
        whole_between=figures.between(*whole[1:]),
        each=figures.compared(each[0], each[1], each[2]),
        each_between=figures.between(each[1], each[2]),
    )
