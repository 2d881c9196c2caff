"""`midstance what-if`: what a run would do to the knee, and how much may be run today."""

import argparse
from typing import TYPE_CHECKING

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_line

if TYPE_CHECKING:
    from midstance.app.run_room import RunRoom
    from midstance.app.what_if import WhatIf
    from midstance.store.models import Runner

OPTIONS = {
    "--distance-m": "length of the run, walks in it",
    "--speed-mps": "speed of the running",
    "--ascent-m": "metres up in it",
    "--descent-m": "metres down in it",
    "--run-s": "running before each walk",
    "--walk-s": "walks in between; 0 for none",
    "--cadence-spm": "steps of both feet a minute",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, meaning in OPTIONS.items():
        parser.add_argument(name, type=float, help=f"{meaning} (default: as in your usual run)")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.open_store import open_store
    from midstance.app.plain import to_plain
    from midstance.app.run_room import read_run_room
    from midstance.app.what_if import changed_run, usual_run, what_if

    runner = open_store()
    names = [name.removeprefix("--").replace("-", "_") for name in OPTIONS]
    changes = {name: getattr(arguments, name) for name in names}
    asked = what_if(runner, changed_run(usual_run(runner), changes))
    room = read_run_room(runner)
    if arguments.json:
        write_json(to_plain(asked) | {"room": to_plain(room)})
    else:
        tell(runner, asked, room)
    return 0


def tell(runner: "Runner", asked: "WhatIf", room: "RunRoom") -> None:
    """How much today and this week, then the run that was asked about, limit by limit."""
    from django.utils.translation import gettext as _

    from midstance.cli._plan_words import tell_list, tell_paragraph

    tell_paragraph(room.sentence)
    if room.needs_care:
        return
    for words in filter(None, (room.week_words, room.cannot_say)):
        tell_paragraph(words)
    write_line()
    tell_paragraph(asked_words(runner, asked))
    tell_paragraph(asked.sentence)
    if asked.relax:
        tell_paragraph(asked.relax)
    tell_list(_("Your limits today"), limit_lines(asked))
    tell_list(_("Against your usual run"), tissue_lines(asked))


def asked_words(runner: "Runner", asked: "WhatIf") -> str:
    """The run in her units."""
    from django.utils.translation import gettext as _

    from midstance.cli import words

    planned, units = asked.planned, str(runner.units)
    pace = words.pace(planned.speed_mps, 1.0, units)
    told = {
        "distance": words.distance(planned.distance_m, units),
        "pace": f"{pace} {words.PACE_UNIT[units]}",
        "up": words.climb(planned.ascent_m, units),
        "down": words.climb(planned.descent_m, units),
        "time": words.duration(asked.total_s),
    }
    return _("Asked: %(distance)s at %(pace)s, %(up)s up and %(down)s down, %(time)s.") % told


def limit_lines(asked: "WhatIf") -> list[str]:
    from django.utils.translation import gettext as _

    line = _("%(limit)s This run: %(share)s. %(relax)s Rests on: %(source)s.")
    return [
        line
        % {
            "limit": each.limit.words,
            "share": each.words.rstrip("."),
            "relax": each.limit.relax,
            "source": each.limit.source,
        }
        for each in asked.limits
    ]


def tissue_lines(asked: "WhatIf") -> list[str]:
    from django.utils.translation import gettext as _

    from midstance.app.tissue_words import TISSUE_WORDS
    from midstance.core.load.tissue import Tissue

    line = _("%(tissue)s: %(times)s times (%(low)s to %(high)s)")
    return [
        line
        % {
            "tissue": TISSUE_WORDS[Tissue(each.tissue)],
            "times": f"{each.times:.1f}",
            "low": f"{each.low:.1f}",
            "high": f"{each.high:.1f}",
        }
        for each in asked.tissues
        if each.times is not None
    ]
