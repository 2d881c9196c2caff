"""A session as it is told without script."""

from datetime import date, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from midstance.app.play_session import kind_of
from midstance.app.training.player import PlaySheet, PlayWay
from midstance.app.training.records import DoneItem, SessionTold
from midstance.web.components.player import SCALE, Sent


def read_sent(post: QueryDict) -> Sent:
    """The two numbers, and what is to be put right about them."""
    effort, pain = number_of(post.get("effort")), number_of(post.get("pain"))
    problem = "" if effort is not None and pain is not None else _("Give both numbers, 0 to 10.")
    return Sent(post.get("key", ""), problem, effort, pain)


def number_of(typed: str | None) -> int | None:
    found = {str(number): number for number in SCALE}
    return found.get(typed or "")


def told_plainly(
    key: str, sheet: PlaySheet | None, sent: Sent, post: QueryDict, today: date
) -> SessionTold:
    """The session as a whole; of each exercise all sets where it is ticked, else none.

    Without a sheet, where the next session has to wait, what was done is told all the same.
    """
    ticked = set(post.getlist("done"))
    items = sheet.items if sheet else ()
    seconds = sheet.seconds if sheet else 0
    return SessionTold(
        day=today,
        kind=kind_of(key),
        started_at=timezone.now() - timedelta(seconds=seconds),
        seconds=seconds,
        effort_rpe=sent.effort,
        pain_during=sent.pain,
        items=tuple(
            done_item(item.planned, is_done=str(number) in ticked)
            for number, item in enumerate(items)
            if item.planned.exercise
        ),
        key=sent.told_key,
    )


def done_item(way: PlayWay, *, is_done: bool) -> DoneItem:
    return DoneItem(
        exercise=way.exercise,
        form=way.form,
        sets=way.sets,
        reps=way.reps,
        hold_s=way.hold_s,
        sets_done=way.sets if is_done else 0,
    )
