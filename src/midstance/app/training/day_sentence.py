"""The one sentence and the one button of a day."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from midstance.app.checking.records import Lock
from midstance.app.read_routine import RESET
from midstance.app.training.advice import NO_ADVICE
from midstance.app.training.pain_words import SEE_SOMEONE, light_words
from midstance.app.training.plan_words import EMPTY_WORDS
from midstance.app.training.records import Advice, MainAction, PlanSheet, SessionLine
from midstance.app.training.sheets import minutes_words
from midstance.app.training.state import Situated
from midstance.core.plan.pain_rules import BONE_STRESS
from midstance.core.plan.problem import CROSS, MOBILITY, RUN, STRENGTH, EmptyBecause
from midstance.core.plan.return_to_run import OutingKind


@dataclass(frozen=True)
class Day:
    """What the sentence of a day is made of."""

    found: Situated
    sheet: PlanSheet
    lock: Lock | None
    light: str
    sessions: tuple[SessionLine, ...]
    reset_after: str


@dataclass(frozen=True)
class Said:
    """A sentence and its button."""

    sentence: str
    action: MainAction
    light_words: str


def say_day(day: Day) -> Said:
    """Safety first, then rest, then what came in, then what is planned."""
    sentence, action = _stops(day) or _resets(day) or _sessions(day) or _rests(day)
    return Said(sentence, action, light_words(day.light))


def _stops(day: Day) -> tuple[str, MainAction] | None:
    knee = day.found.knee
    if day.lock is not None:
        return day.lock.sentence, MainAction("check", _("See what to do"), day.lock.key)
    if knee.has_red_flag:
        return str(SEE_SOMEONE), MainAction("check", _("See what to do"), knee.check_key)
    if day.found.needs_screen or day.sheet.rescreen:
        return _much_worse(), MainAction("start_check", _("Start the knee check"), "")
    if day.sheet.empty:
        return day.sheet.empty, MainAction("check", _("See what to do"), knee.check_key)
    until = day.found.pain.first_day
    if until > day.found.today.toordinal():
        words = _(
            "Rest your knee until %(day)s. It was worse than it should be, so the plan then goes "
            "one step back."
        ) % {"day": date_format(date.fromordinal(until), "l")}
        return words, MainAction("pain", _("Say how it is now"), "")
    return None


def _much_worse() -> str:
    return _("Your knee was much worse. Look at the warning signs first.")


def stop_sentence(found: Situated, lock: Lock | None) -> str:
    """What asks for care before any running, in the words of the day; "" where nothing does."""
    if lock is not None:
        return lock.sentence
    if found.knee.has_red_flag:
        return str(SEE_SOMEONE)
    if found.needs_screen or found.pain.rescreen:
        return _much_worse()
    if found.condition == BONE_STRESS:
        return str(EMPTY_WORDS[EmptyBecause.BONE_STRESS])
    return ""


def _resets(day: Day) -> tuple[str, MainAction] | None:
    if not day.reset_after:
        return None
    words = _("Your run is in. Give the knee five minutes now.")
    return words, MainAction("routine", _("Start the five-minute reset"), RESET)


def _sessions(day: Day) -> tuple[str, MainAction] | None:
    waiting = [item for item in day.sessions if not item.is_done]
    if not waiting:
        return None
    first = waiting[0]
    told = {"what": _told(first), "next": _told(waiting[-1])}
    if len(waiting) == 1:
        sentence = _("Today: %(what)s.") % told
    else:
        sentence = _("Today: %(what)s, and %(next)s.") % told
    button = _("See the run") if first.kind == RUN else _("Start")
    return sentence, MainAction("session", button, first.key)


def _told(session: SessionLine) -> str:
    """A session in a few words, as they stand within a sentence."""
    minutes = {"minutes": minutes_words(session.seconds)}
    kinds = {
        STRENGTH: _("strength for %(minutes)s"),
        MOBILITY: _("mobility for %(minutes)s"),
        CROSS: _("cross-training for %(minutes)s"),
    }
    outings = {
        OutingKind.WALK: _("a brisk walk of %(minutes)s"),
        OutingKind.RUN: _("a run of %(minutes)s"),
        OutingKind.WALK_RUN: _("running and walking for %(minutes)s"),
        OutingKind.HOPS_TWO_LEGS: _("hops on two legs"),
        OutingKind.HOPS_ONE_LEG: _("hops on one leg"),
    }
    if session.outing is not None:
        return outings[OutingKind(session.outing.kind)] % minutes
    return kinds[session.kind] % minutes


def _rests(day: Day) -> tuple[str, MainAction]:
    if day.sessions:
        return _("You have done what stood on today. Rest is part of the plan."), _see_week()
    least = day.sheet.least
    if least is not None:
        words = _(
            "Your week has no time for exercise. The least that helps: %(what)s, whenever it suits."
        ) % {"what": f"{least.summary} ({least.items[0].dose})"}
        return words, MainAction("session", _("Start"), least.key)
    coming = [item for line in day.sheet.days for item in line.sessions if not item.is_done]
    if not coming or coming[0].day is None:
        return _("Today is a day of rest. Your knee settles now."), _see_week()
    words = _("Today is a day of rest. Next: %(what)s on %(day)s.") % {
        "what": _told(coming[0]), "day": date_format(coming[0].day, "l"),
    }  # fmt: skip
    return words, _see_week()


def _see_week() -> MainAction:
    return MainAction("plan", _("See your week"), "")


def advice_for(day: Day) -> Advice:
    """Why the sentence is what it is; nothing where a clinician comes first."""
    if day.light == "stop":
        return NO_ADVICE
    waiting = [item for item in day.sessions if not item.is_done]
    runs = bool(waiting) and waiting[0].kind == RUN
    return day.sheet.running.advice if runs else day.sheet.advice
