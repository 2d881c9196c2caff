"""At most one thing to try while running, chosen by what films of a day say."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from midstance.app.films.findings import FilmsOfDay
from midstance.app.films.records import CueLine
from midstance.app.gait_words import name_words, value_words
from midstance.app.screens.words import claim_source
from midstance.app.training.state import Situated, situations_of
from midstance.core.gait.cue import Cue, choose_cue
from midstance.knowledge.cues import load_cue_book
from midstance.knowledge.words import read_words
from midstance.store.models import CueTrial, Runner, TrialState


def choose_for(
    day: FilmsOfDay, found: Situated, *, is_stopped: bool, is_trying: bool
) -> Cue | None:
    """The cue of a day of films; None under anything that asks for care, and beside a trial.

    What was tried since that day is not offered by it again: a new film shows what changed.
    """
    book, tried = load_cue_book(), tried_since(found.runner, day.day)
    rules = tuple(rule for rule in book.rules if rule.id not in tried)
    return choose_cue(
        day.metrics,
        day.speed_mps,
        found.condition,
        replace(book, rules=rules),
        is_locked=is_stopped,
        is_trying=is_trying,
        situations=situations_of(found),
    )


def tried_since(runner: Runner, day: date) -> frozenset[str]:
    """The cues that she tried from that day on, and kept or dropped."""
    over = CueTrial.objects.owned_by(runner).filter(began_on__gte=day)
    return frozenset(over.exclude(state=TrialState.ON).values_list("cue", flat=True))


def cue_line(cue: Cue, language: str) -> CueLine:
    """A cue that is offered, because of a figure."""
    told = {"name": name_words(cue.because), "value": value_words(cue.because)}
    return told_cue(cue.id, cue.beat_spm, language, _("%(name)s: %(value)s") % told)


def told_cue(cue: str, beat_spm: float | None, language: str, because: str = "") -> CueLine:
    """A cue in words."""
    text = read_words("cues", language)[cue]
    return CueLine(
        id=cue,
        name=text.name,
        words=text.what,
        because=because,
        why=text.why.text,
        how=text.steps,
        watch_for=text.watch_for,
        source=claim_source(text.why),
        beat_spm=None if beat_spm is None else round(beat_spm),
    )
