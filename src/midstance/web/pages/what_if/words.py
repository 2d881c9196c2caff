"""The answer as rows of small tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from midstance.app.number_words import decimal_words
from midstance.app.training.asked_run import TissueForecast
from midstance.app.what_if import LimitCheck, WhatIf
from midstance.web.figures import duration
from midstance.web.tissues import BY_KEY, INDEX_ONLY

ICONS = {True: "circle-check", False: "triangle-alert"}
STATUS = {True: "carry-on", False: "adjust"}


@dataclass(frozen=True)
class LimitRow:
    """A limit, how much of it the run takes, and what would give more."""

    words: str
    share: str
    relax: str
    source: str
    icon: str
    status: str


@dataclass(frozen=True)
class TissueRow:
    """What the run would do to a tissue."""

    name: str
    times: str
    full: str
    is_index: bool


def limit_row(check: LimitCheck) -> LimitRow:
    return LimitRow(
        words=check.limit.words,
        share=check.words,
        relax=check.limit.relax,
        source=check.limit.source,
        icon=ICONS[check.is_within],
        status=STATUS[check.is_within],
    )


def tissue_rows(asked: WhatIf) -> Iterator[TissueRow]:
    for tissue in asked.tissues:
        yield TissueRow(
            name=capfirst(str(BY_KEY[tissue.tissue].plain)),
            times=_times(tissue),
            full=_full(tissue),
            is_index=tissue.tissue == INDEX_ONLY,
        )


def _times(tissue: TissueForecast) -> str:
    if tissue.times is None:
        return "–"
    return _("%(times)s times (%(between)s)") % {
        "times": decimal_words(tissue.times, 1),
        "between": _between(tissue.low, tissue.high),
    }


def _between(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "–"
    return _("%(low)s to %(high)s") % {
        "low": decimal_words(low, 1),
        "high": decimal_words(high, 1),
    }


def _full(tissue: TissueForecast) -> str:
    if tissue.middle is None:
        return "–"
    return _("%(middle)s (%(between)s)") % {
        "middle": decimal_words(tissue.middle, 1),
        "between": _between(tissue.least, tissue.most),
    }


def length_words(asked: WhatIf) -> str:
    """How long the run takes, and the running in it."""
    whole = {"time": duration(asked.total_s), "running": duration(asked.running_s)}
    if asked.running_s < asked.total_s - 1:
        return _("It takes %(time)s, of which you run %(running)s.") % whole
    return _("It takes %(time)s.") % whole
