"""What she wants of a plan as a file to edit: YAML with what each name takes beside it."""

import json
from collections.abc import Iterable, Mapping
from textwrap import wrap

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from midstance.app.plain import Plain
from midstance.core.plan.book import Situation
from midstance.core.plan.problem import TimeOfDay
from midstance.knowledge.exercises import load_exercise_book

WIDTH = 78


def wishes_lines(document: Mapping[str, Plain]) -> Iterable[str]:
    """The lines of the file; read back they give the same document."""
    hints = _hints()
    yield from _comment(_("What you want of your plan. Times are in seconds; 0 is none."))
    yield from _comment(_("A name that you leave out stays as it is."))
    for name, value in document.items():
        yield ""
        yield from _comment(hints[name])
        if name == "days":
            yield "days:"
            yield from (f"  - {_flow(day)}  # {WEEKDAYS[n]}" for n, day in enumerate(value))
        elif name == "place":
            yield f"place: {json.dumps(value, ensure_ascii=not value.isprintable())}"
        else:
            yield f"{name}: {_flow(value)}"


def _hints() -> Mapping[str, str]:
    kit = {"names": ", ".join(sorted(load_exercise_book().equipment))}
    cases = {"names": ", ".join(Situation)}
    times = {"names": ", ".join(TimeOfDay)}
    return {
        "days": _("Room for exercise and for a run, from Monday on; time: %(names)s.") % times,
        "equipment": _("What you have: %(names)s.") % kit,
        "situations": _("What is so for you: %(names)s.") % cases,
        "left_out": _("Exercises that you do not want, by the name in `midstance plan --json`."),
        "runs_a_week": _("How often you want to run, 0 to 7."),
        "goal_s": _("How long you want to run in one go; null for no goal."),
        "is_returning": _(
            "true: you cannot run now and want back; false: you run; null: not said."
        ),
        "onset_s": _("After how long a run begins to hurt; null if it does not."),
        "hills_back": _("true: you want hills back before you run faster."),
        "confidence": _("How sure you are that you will do it, 0 to 10; null: not said."),
        "place": _("Where and when you will do it, in your own words."),
        "entry": _(
            "What you can do before you run, null for not tried. Pain 0 to 10: walk_pain (half an "
            "hour, briskly), stairs_pain (two flights down, twice), squat_pain (ten single-leg "
            "squats), hop_pain (twenty hops). Counts: squat_faults, heel_raises; heel_raise_frac "
            "is a share of the other side's. true or false: limps, is_swollen, tier_2_work_ok "
            "(medium tendon exercises go well)."
        ),
    }


def _comment(words: str) -> list[str]:
    return [f"# {line}" for line in wrap(words, WIDTH, break_on_hyphens=False)]


def _flow(value: Plain) -> str:
    """Like JSON, with the names bare; none of them means anything else in YAML."""
    match value:
        case Mapping():
            return f"{{{', '.join(f'{name}: {_flow(part)}' for name, part in value.items())}}}"
        case list():
            return f"[{', '.join(value)}]"
        case str():
            return value
        case _:
            return json.dumps(value)
