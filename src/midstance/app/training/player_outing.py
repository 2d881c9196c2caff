"""A run, a walk or cross-training as a guided session: stretches of walking and running."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from midstance.app.training import player_words as words
from midstance.app.training.plan_words import activity_words, outing_words
from midstance.app.training.player import PlayItem, PlayStep, PlayWay, StepKind
from midstance.core.plan.return_to_run import OutingKind
from midstance.core.plan.solution import BIKE, Session

HOPS = frozenset({OutingKind.HOPS_TWO_LEGS, OutingKind.HOPS_ONE_LEG})


def outing_item(session: Session) -> PlayItem:
    """The whole outing as one item, from the first stretch to the last."""
    title = outing_title(session)
    return PlayItem(
        PlayWay(
            exercise="",
            name=title,
            cue=title,
            how=(title,),
            changes=(),
            stop_if=(),
            dose=title,
            form="",
            sets=1,
            reps=1,
            hold_s=None,
            motion="",
            figure_alt="",
            steps=tuple(
                _step(name, seconds, number, count)
                for number, count, name, seconds in _stretches(session)
            ),
        )
    )


def outing_title(session: Session) -> str:
    if session.outing is None:
        return activity_words(session.activity, session.seconds)
    return outing_words(session.outing)


def _stretches(session: Session) -> Iterator[tuple[int, int, str, int]]:
    """Number, count, name and length [s] of each stretch."""
    outing = session.outing
    if outing is None:
        name = _("Bike") if session.activity == BIKE else _("Brisk walk")
        yield 1, 1, name, session.seconds
        return
    for number in range(1, outing.repeats + 1):
        if outing.walk_s:
            yield number, outing.repeats, _("Walk"), round(outing.walk_s)
        if outing.run_s:
            name = _("Hop and rest") if outing.kind in HOPS else _("Run")
            yield number, outing.repeats, name, round(outing.run_s)


def _step(name: str, seconds: int, number: int, count: int) -> PlayStep:
    return PlayStep(
        kind=StepKind.WORK,
        set=number,
        side="none",
        side_words="",
        seconds=seconds,
        reps=0,
        beats=(),
        title=name,
        set_words=_("%(number)s of %(count)s") % {"number": number, "count": count}
        if count > 1
        else "",
        spoken=words.work_words(name, seconds, 0),
        told="",
    )
