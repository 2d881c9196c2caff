"""All her shoes, and what is worth knowing of them."""

from collections.abc import Sequence
from datetime import date
from math import fsum

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from midstance.app.apply_shoe_rules import UNTOLD, preview_shoe_rules
from midstance.app.checking.days import today_of
from midstance.app.shoes.records import LastChange, Rotation, ShoeLine, ShoeSheet
from midstance.app.shoes.undo import last_kind
from midstance.app.shoes.wear import BELOW
from midstance.app.shoes.words import CHANGE_WORDS, distance_words
from midstance.app.training.asked import source_words
from midstance.app.watch_shoes import list_shoes
from midstance.knowledge.keep_well_constants import load_keep_well_constants
from midstance.knowledge.load import read_parameters
from midstance.knowledge.words import read_words
from midstance.store.models import Run, Runner

ONE_PAIR = "one_pair"
BAND = "shoe_band_m"


def read_shoes(runner: Runner, today: date | None = None) -> ShoeSheet:
    """Show every pair, how many are in use, and which runs have none.

    *Changes* nothing.
    *Refuses* nothing; what cannot be said is left open.
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    lines = list_shoes(runner, today or today_of(runner))
    kind, band = last_kind(runner), read_parameters()[BAND]
    return ShoeSheet(
        sentence=_sentence(lines, runner.units),
        shoes=lines,
        rotation=read_rotation(lines),
        untold=Run.objects.owned_by(runner).shown().filter(UNTOLD).count(),
        ruled=sum(preview_shoe_rules(runner).values()),
        load_sentence=_load_sentence(lines),
        band_source=source_words(band.sources, band.certainty),
        last_change=LastChange(kind, str(CHANGE_WORDS[kind])) if kind else None,
    )


def _sentence(lines: Sequence[ShoeLine], units: str) -> str:
    if not lines:
        return _("No shoes are known yet.")
    there = [line for line in lines if not line.is_retired and line.state != BELOW]
    if len(there) == 1:
        told = {"name": there[0].name, "distance": distance_words(there[0].distance_m, units)}
        return _("“%(name)s” went %(distance)s and is at its reminder.") % told
    if there:
        return _("%(pairs)s pairs are at their reminder.") % {"pairs": len(there)}
    if all(line.is_retired for line in lines):
        return _("All your pairs are put away.")
    return _("None of your pairs is at its reminder.")


def read_rotation(lines: Sequence[ShoeLine]) -> Rotation:
    """The pairs that she ran in of late, each with more than a little of the distance."""
    lately_m = fsum(line.lately_m for line in lines)
    least_m = lately_m * load_keep_well_constants().shoe_in_use_frac
    in_use = tuple(line.name for line in lines if line.lately_m > 0 and line.lately_m >= least_m)
    if in_use:
        sentence = ngettext(
            "In the last eight weeks you ran in %(pairs)s pair.",
            "In the last eight weeks you ran in %(pairs)s pairs.",
            len(in_use),
        ) % {"pairs": len(in_use)}
    else:
        sentence = _("It is not known which shoes you ran in during the last eight weeks.")
    claim = read_words("notes", get_language() or "")[ONE_PAIR].claim
    return Rotation(in_use, sentence, claim.text, source_words(claim.sources, claim.certainty))


def _load_sentence(lines: Sequence[ShoeLine]) -> str:
    if not any(line.load for line in lines):
        return ""
    return _(
        "Load for each kilometre differs from pair to pair by where and how fast you ran in it. "
        "How a shoe itself changes the load is not known here, so this does not say that one pair "
        "is kinder to your knee."
    )
