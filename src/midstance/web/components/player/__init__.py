"""The player of guided sessions: its markup, and the document that its script leads from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from midstance.app.number_words import duration_words
from midstance.app.plain import Plain, to_plain
from midstance.app.play_session import ways_of
from midstance.app.training.player import PlaySheet, PlayStep
from midstance.store.models.training import new_told_key
from midstance.web.components.exercise_figure import (
    exercise_figure_html,
    motion_of,
    shown_frames,
)
from midstance.web.components.exercise_figure.track import Track
from midstance.web.components.self_test.scene import scene_svg
from midstance.web.figures import long_day_format

FORM = 1
"""Raised when the document changes, so that a stored one can be told from a new one."""

SCALE = tuple(range(11))
MINUTE_S = 60
TEMPLATE = "components/player/player.html"
MIRRORED = "left"


@dataclass(frozen=True)
class Line:
    """A step as it is read: when it begins, and how long it lasts."""

    at: str
    length: str
    step: PlayStep


@dataclass(frozen=True)
class Sent:
    """What a plain form sent, with what is to be put right."""

    told_key: str = ""
    problem: str = ""
    effort: int | None = None
    pain: int | None = None


@dataclass(frozen=True)
class Shown:
    """What the markup shows beside the sheet."""

    length: str
    lines: tuple[Line, ...]
    exercises: tuple[tuple[int, str], ...]
    other_day: str
    sent: Sent
    scale: tuple[int, ...] = SCALE


def player_html(
    sheet: PlaySheet, today_iso: str, request: HttpRequest | None = None, sent: Sent | None = None
) -> SafeString:
    """The whole player; with a request its form can be sent without script."""
    context = {"sheet": sheet, "shown": shown_of(sheet, today_iso, sent or Sent(new_told_key()))}
    return render_to_string(TEMPLATE, context, request)


def player_document(sheet: PlaySheet, today_iso: str) -> Plain:
    """All that `mount` of player.ts needs, the markup and every figure among it."""
    return {
        "form": FORM,
        **to_plain(sheet),
        "html": player_html(sheet, today_iso),
        "figures": dict(figures_of(sheet)),
    }


def shown_of(sheet: PlaySheet, today_iso: str, sent: Sent) -> Shown:
    is_other = sheet.day is not None and sheet.day.isoformat() != today_iso
    return Shown(
        length=duration_words(sheet.seconds),
        lines=tuple(lines_of(sheet)),
        exercises=tuple(
            (number, item.planned.name)
            for number, item in enumerate(sheet.items)
            if item.planned.exercise
        ),
        other_day=date_format(sheet.day, long_day_format()) if is_other and sheet.day else "",
        sent=sent,
    )


def lines_of(sheet: PlaySheet) -> Iterator[Line]:
    """The steps with work in them, as a list to read."""
    start_s = 0
    for step in sheet.steps:
        minutes, seconds = divmod(start_s, MINUTE_S)
        yield Line(f"{minutes}:{seconds:02d}", duration_words(step.seconds), step)
        start_s += step.seconds


def figures_of(sheet: PlaySheet) -> Iterator[tuple[str, dict[str, str]]]:
    """The moving figure and the small one of each motion and side that may come."""
    ways = (way for item in sheet.items for way in ways_of(item).values() if way.motion)
    wanted = {(way.motion, side_of(step), way.figure_alt) for way in ways for step in way.steps}
    for motion, side, alt in sorted(wanted):
        figure = exercise_figure_html(motion, alt, side)
        yield f"{motion}/{side}", {"figure": figure, "thumb": thumb_svg(motion, side)}


def side_of(step: PlayStep) -> str:
    return MIRRORED if step.side == MIRRORED else "right"


@lru_cache(maxsize=256)
def thumb_svg(motion: str, side: str) -> SafeString:
    """The moment that tells most of a motion, small and beside its name."""
    record = motion_of(motion)
    frames = shown_frames(record)
    still = Track(record).frame(frames[len(frames) // 2])
    return scene_svg([still], "", is_left=side == MIRRORED)
