"""`midstance gait`: what films from the side or from behind tell of how she runs."""

import argparse
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from functools import partial
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_line, write_note
from midstance.cli._progress import show_progress

if TYPE_CHECKING:
    from midstance.app.analyse_gait import FilmGait, Gait
    from midstance.core.gait.records import GaitEvents, Metric

DONE, PROBLEMS = 0, 1
HUNDRED = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("films", nargs="+", type=Path, metavar="VIDEO", help="films")
    parser.add_argument(
        "--view", choices=("side", "rear"), default="side", help="filmed from there"
    )
    parser.add_argument("--height-m", type=float, help="your height; lengths need it")
    parser.add_argument("--treadmill-mps", type=float, help="speed of the belt")
    parser.add_argument("--slower", type=float, help="how many times slower than life it plays")
    parser.add_argument("--from-s", type=float, default=0.0, help="where to begin in each film")
    parser.add_argument("--to-s", type=float, help="where to end in each film")
    parser.add_argument("--model", choices=("heavy", "lite"), default="heavy", help="lite: quicker")
    parser.add_argument("--whom", choices=("left", "right"), help="whom of two who are alike")
    parser.add_argument(
        "--overlay", type=Path, metavar="OUT.mp4", help="write it with joints drawn"
    )
    parser.add_argument("--overwrite", action="store_true", help="OUT.mp4 may be replaced")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.analyse_gait import Asked, analyse_gait

    asked = Asked(
        view=arguments.view,
        height_m=arguments.height_m,
        treadmill_mps=arguments.treadmill_mps,
        slower_times=arguments.slower,
        from_s=arguments.from_s,
        to_s=arguments.to_s,
        model=arguments.model,
        whom=arguments.whom,
        overlay=arguments.overlay,
        may_replace=arguments.overwrite,
    )
    bar = nullcontext(None) if arguments.json else show_progress("Looking at the films")
    with bar as told:
        gait = analyse_gait(
            arguments.films, asked, on_progress=None if told is None else partial(tell_share, told)
        )
    write_json(as_json(gait)) if arguments.json else tell(gait)
    for problem in gait.problems:
        write_note(f"midstance: {problem.path.name}: {problem.reason}")
    return PROBLEMS if gait.problems else DONE


def tell_share(told: Callable[[int, int, str], None], path: Path, done_frac: float) -> None:
    told(round(HUNDRED * done_frac), HUNDRED, path.name)


def as_json(gait: "Gait") -> dict[str, Any]:
    return {
        "films": [film_json(film) for film in gait.films],
        "together": [metric_json(each) for each in gait.together],
        "overlay": None if gait.overlay is None else str(gait.overlay),
        "quicker_steps": None if gait.quicker_steps is None else asdict(gait.quicker_steps),
        "problems": [
            {"path": str(each.path), "kind": each.kind, "reason": each.reason}
            for each in gait.problems
        ],
    }


def film_json(film: "FilmGait") -> dict[str, Any]:
    from midstance.core.gait.records import SideGait

    gait = film.gait
    side = gait if isinstance(gait, SideGait) else None
    return {
        "path": str(film.path),
        "view": "side" if side else "rear",
        "clip": asdict(film.clip),
        "quality": asdict(gait.quality),
        "setting": gait.setting,
        "near_side": side.near_side if side else None,
        "direction": side.direction if side else None,
        "foot_strike": side.foot_strike if side else None,
        "events": events_json(gait.events),
        "metrics": [metric_json(each) for each in gait.metrics],
        "moments": None if gait.moments is None else asdict(gait.moments),
        "version": gait.version,
    }


def metric_json(metric: "Metric") -> dict[str, Any]:
    return asdict(metric) | {"unit": metric.unit}


def events_json(events: "GaitEvents") -> list[dict[str, Any]]:
    rows = zip(events.side, events.strike_s, events.toe_off_s, strict=True)
    return [
        {
            "side": ("left", "right")[side],
            "strike_s": float(strike_s),
            "toe_off_s": float(off_s) if isfinite(off_s) else None,
        }
        for side, strike_s, off_s in rows
    ]


def tell(gait: "Gait") -> None:
    """Film by film what is told and what is not, then what quicker steps would do."""
    from django.utils.translation import gettext as _

    from midstance.app.films.quicker import quicker_sentence
    from midstance.app.gait_words import LIMITS
    from midstance.cli._plan_words import tell_list, tell_paragraph

    for film in gait.films:
        tell_paragraph(film_words(film))
        told = [each for each in film.gait.metrics if each.is_told]
        tell_list(_("What it tells"), map(metric_line, told))
        tell_list(_("What it cannot tell"), untold_lines(film))
        write_line()
    if gait.together:
        told = [each for each in gait.together if each.is_told]
        tell_list(_("All films together"), map(metric_line, told))
        write_line()
    if gait.overlay is not None:
        tell_paragraph(_("Drawn in %(path)s.") % {"path": gait.overlay})
    if gait.quicker_steps is not None:
        tell_paragraph(quicker_sentence(gait.quicker_steps))
    if gait.films:
        tell_paragraph(str(LIMITS))


def film_words(film: "FilmGait") -> str:
    from django.utils.translation import gettext as _

    from midstance.app.gait_words import STRIKE_WORDS
    from midstance.app.number_words import decimal_words

    quality, strike = film.gait.quality, getattr(film.gait, "foot_strike", None)
    told = {
        "name": film.path.name,
        "seconds": decimal_words(quality.duration_s, 1),
        "rate": decimal_words(quality.frame_rate_hz),
        "steps": film.gait.events.count,
    }
    words = _("%(name)s: %(seconds)s s, %(rate)s pictures a second, %(steps)s steps.") % told
    return words if strike is None else f"{words} {STRIKE_WORDS[strike]}"


def metric_line(metric: "Metric") -> str:
    from midstance.app.gait_words import name_words, value_words

    return f"{name_words(metric)}: {value_words(metric)}"


def untold_lines(film: "FilmGait") -> list[str]:
    """Each reason once, with what it takes away."""
    from django.utils.translation import gettext as _

    from midstance.app.gait_words import name_words, reason_words

    names: dict[str, list[str]] = {}
    for metric in film.gait.metrics:
        if not metric.is_told:
            names.setdefault(reason_words(metric.reason), []).append(name_words(metric))
    if len(names) == 1 and not any(each.is_told for each in film.gait.metrics):
        return [_("Anything. %(reason)s") % {"reason": reason} for reason in names]
    line = _("%(names)s. %(reason)s")
    return [line % {"names": "; ".join(those), "reason": why} for why, those in names.items()]
