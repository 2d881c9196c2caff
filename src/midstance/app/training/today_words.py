"""The light of a day and the small sentences around it."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.number_words import decimal_words
from midstance.app.training.plan_words import kind_words
from midstance.app.training.records import PlanSheet
from midstance.app.training.state import Situated, heavy_runs
from midstance.core.plan.pain_rules import Light
from midstance.knowledge.words import read_words


def light_of_day(found: Situated, sheet: PlanSheet) -> str:
    """Stop while something forbids to train, adjust after amber or a step back, else carry on."""
    if found.knee.has_red_flag or found.needs_screen or sheet.empty:
        return "stop"
    if found.pain.first_day > found.today.toordinal():
        return "stop"
    today = found.today.toordinal()
    late = {found.lights.get(day) for day in (today - 1, today)}
    if found.pain.steps_back or Light.AMBER in late or sheet.see_clinician:
        return "adjust"
    return "carry_on"


def left_words(kind: str, done: int, least: int, most: int) -> str:
    """What is left of a kind, as a band."""
    words = {"kind": kind_words(kind), "done": done, "most": most, "least": least}
    if done >= most:
        return _("%(kind)s: %(done)s done, none to go.") % words
    if least and done < least < most:
        return _("%(kind)s: %(done)s done; %(least)s to %(most)s in all are fine.") % words
    return (
        ngettext(
            "%(kind)s: %(done)s of %(most)s done.", "%(kind)s: %(done)s of %(most)s done.", most
        )
        % words
    )


def note_of(found: Situated, sheet: PlanSheet, language: str, keep_well: str = "") -> str:
    """One short remark of the day, or "": a heavy run, what keeps well, or the plan behind."""
    if sheet.empty:
        return ""
    heavy = [run for run in heavy_runs(found) if run.day >= found.today - timedelta(days=1)]
    if heavy:
        return _(
            "Your last run loaded the knee %(times)s times as much as usual, so hard exercises "
            "keep two days away from it."
        ) % {"times": decimal_words(heavy[-1].usual_times or 0.0, 1)}
    if keep_well:
        return keep_well
    programme = read_words("programmes", language)[sheet.programme].name
    return _("Your week leans on %(programme)s.") % {"programme": programme}
