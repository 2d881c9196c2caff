"""The week, the answers of the set-up and a review as their pages say them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from midstance.app.number_words import duration_words
from midstance.app.training.records import DayLine, DayWish, PlanSheet, SessionLine, Wishes
from midstance.app.training.wish_words import TIME_WORDS
from midstance.core.plan.problem import CROSS, MOBILITY, RUN, STRENGTH
from midstance.core.plan.return_to_run import OutingKind
from midstance.knowledge.words import read_words
from midstance.web.figures import Units, distance

MINUTE_S = 60
KIND_ICONS = {
    STRENGTH: "heart-pulse",
    MOBILITY: "repeat-2",
    CROSS: "activity",
    RUN: "footprints",
}
HOPS = (OutingKind.HOPS_TWO_LEGS, OutingKind.HOPS_ONE_LEG)


@dataclass(frozen=True)
class ShownSession:
    """A session as the week shows it."""

    key: str
    icon: str
    title: str
    length: str
    summary: str
    names: tuple[str, ...]
    time: str
    is_done: bool
    has_workout: bool


@dataclass(frozen=True)
class ShownDay:
    """A day as the week shows it."""

    name: str
    day: str
    is_today: bool
    is_past: bool
    is_rest: bool
    sessions: tuple[ShownSession, ...]


@dataclass(frozen=True)
class ShownAnswer:
    """An answer of the set-up to look over; `names` stand in one line after the others."""

    key: str
    title: str
    lines: tuple[str, ...]
    names: tuple[str, ...] = ()


def week_sentence(sheet: PlanSheet) -> str:
    """What the week looks like, as the first sentence of the page."""
    parts = tuple(_counted(sheet, (STRENGTH, RUN))) or tuple(_counted(sheet, (CROSS, MOBILITY)))
    if not parts and sheet.least is not None:
        told = {"time": length_words(sheet.least.seconds)}
        return _("No day has room. The least that helps takes %(time)s.") % told
    if not parts:
        return _("This week holds rest.")
    return _("Your week: %(parts)s.") % {"parts": _joined(parts)}


def length_words(seconds: float) -> str:
    """In whole minutes, upward; it never breaks between number and unit."""
    minutes = -(-max(seconds, 1) // MINUTE_S)
    return duration_words(minutes * MINUTE_S).replace(" ", "\N{NO-BREAK SPACE}")


def beside_sentence(sheet: PlanSheet) -> str:
    """What stands beside it, and how long it takes in all."""
    total_s = sum(each.seconds for day in sheet.days for each in day.sessions)
    if not total_s:
        return ""
    time = length_words(total_s)
    has_main = any(_counted(sheet, (STRENGTH, RUN)))
    beside = tuple(_counted(sheet, (CROSS, MOBILITY))) if has_main else ()
    if not beside:
        return _("About %(time)s in all.") % {"time": time}
    told = {"parts": _joined(beside), "time": time}
    return _("Beside it: %(parts)s. About %(time)s in all.") % told


def _counted(sheet: PlanSheet, kinds: Iterable[str]) -> Iterator[str]:
    there = [_named_kind(each) for day in sheet.days for each in day.sessions]
    outings = (OutingKind.WALK, OutingKind.WALK_RUN, *HOPS, OutingKind.RUN)
    named = [each for kind in kinds for each in (outings if kind == RUN else (kind,))]
    for kind in named:
        if count := there.count(kind):
            yield _count_words(kind, count) % {"count": count}


def _named_kind(session: SessionLine) -> str:
    """A run by what it is: it may be a walk, both in turn, or hops."""
    if session.kind != RUN:
        return session.kind
    return OutingKind.RUN if session.outing is None else OutingKind(session.outing.kind)


def _count_words(kind: str, count: int) -> str:
    hops = ngettext("hops once", "hops %(count)s times", count)
    return {
        STRENGTH: ngettext("strength once", "strength %(count)s times", count),
        MOBILITY: ngettext("mobility once", "mobility %(count)s times", count),
        CROSS: ngettext("%(count)s walk or ride", "%(count)s walks or rides", count),
        OutingKind.RUN: ngettext("%(count)s run", "%(count)s runs", count),
        OutingKind.WALK: ngettext("%(count)s brisk walk", "%(count)s brisk walks", count),
        OutingKind.WALK_RUN: ngettext(
            "%(count)s walk with running", "%(count)s walks with running", count
        ),
        OutingKind.HOPS_TWO_LEGS: hops,
        OutingKind.HOPS_ONE_LEG: hops,
    }[kind]


def _joined(parts: tuple[str, ...]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _("%(some)s and %(last)s") % {"some": ", ".join(parts[:-1]), "last": parts[-1]}


def shown_days(sheet: PlanSheet, today: date) -> tuple[ShownDay, ...]:
    return tuple(_shown_day(line, today) for line in sheet.days)


def _shown_day(line: DayLine, today: date) -> ShownDay:
    return ShownDay(
        name=_("Today") if line.day == today else capfirst(date_format(line.day, "l")),
        day=date_format(line.day, pgettext("date format", "j M")),
        is_today=line.day == today,
        is_past=line.day < today,
        is_rest=line.is_rest,
        sessions=tuple(shown_session(each) for each in line.sessions),
    )


def shown_session(session: SessionLine) -> ShownSession:
    outing = session.outing
    return ShownSession(
        key=session.key,
        icon=KIND_ICONS.get(session.kind, "activity"),
        title=session.title,
        length=length_words(session.seconds),
        summary="" if session.items else session.summary,
        names=tuple(item.name for item in session.items),
        time=session.time_words,
        is_done=session.is_done,
        has_workout=outing is not None and OutingKind(outing.kind) not in HOPS,
    )


def answer_lines(key: str, wishes: Wishes, goal_m: float | None, units: Units) -> tuple[str, ...]:
    """An answer of the set-up as she may look it over."""
    if key == "goal":
        return _of_goal(wishes, goal_m, units)
    told: dict[str, Callable[[Wishes], tuple[str, ...]]] = {
        "days": _of_days,
        "when": _of_when,
        "things": _of_things,
        "running": _of_running,
        "tests": _of_tests,
        "leave-out": _of_left_out,
        "sure": _of_confidence,
    }
    return told[key](wishes)


def _of_days(wishes: Wishes) -> tuple[str, ...]:
    exercise = _by_minutes(wishes.days, "exercise_s")
    outing = _by_minutes(wishes.days, "outing_s")
    return (
        _("Exercise: %(days)s") % {"days": exercise or _("no day")},
        _("Run or walk: %(days)s") % {"days": outing or _("no day")},
    )


def _by_minutes(days: tuple[DayWish, ...], name: str) -> str:
    """Gives "15 min on Mon, Wed, Fri"."""
    rooms: dict[int, list[str]] = {}
    for number, day in enumerate(days):
        if getattr(day, name):
            rooms.setdefault(getattr(day, name), []).append(_short_day(number))
    told = (
        _("%(time)s on %(days)s")
        % {
            "time": duration_words(seconds),
            "days": _("every day") if len(names) == len(days) else ", ".join(names),
        }
        for seconds, names in rooms.items()
    )
    return "; ".join(told)


def _short_day(number: int) -> str:
    return date_format(date(2024, 1, 1 + number), "D")  # a Monday


def _of_when(wishes: Wishes) -> tuple[str, ...]:
    times = dict.fromkeys(day.time for day in wishes.days)
    words = (str(TIME_WORDS[time]) for time in times)
    return tuple(filter(None, (capfirst(", ".join(words)), wishes.place)))


def answer_names(key: str, wishes: Wishes) -> tuple[str, ...]:
    """The things, or the exercises that are left out, by their names."""
    language = get_language() or ""
    if key == "things":
        equipment = read_words("equipment", language)
        return tuple(equipment[name].name for name in wishes.equipment)
    if key == "leave-out":
        exercises = read_words("exercises", language)
        return tuple(exercises[name].name for name in wishes.left_out)
    return ()


def _of_things(wishes: Wishes) -> tuple[str, ...]:
    return () if wishes.equipment else (_("Nothing"),)


def _of_running(wishes: Wishes) -> tuple[str, ...]:
    told = {False: _("Yes"), True: _("No, not now"), None: _("Not told")}[wishes.is_returning]
    if wishes.onset_s is None:
        return (told,)
    return (told, _("It hurts after %(time)s") % {"time": duration_words(wishes.onset_s)})


def _of_tests(wishes: Wishes) -> tuple[str, ...]:
    tried = sum(value is not None for _name, value in wishes.entry)
    if not tried:
        return (_("None of it tried yet: running waits."),)
    return (ngettext("%(count)s answer", "%(count)s answers", tried) % {"count": tried},)


def _of_goal(wishes: Wishes, goal_m: float | None, units: Units) -> tuple[str, ...]:
    runs = ngettext(
        "At most %(count)s run a week", "At most %(count)s runs a week", wishes.runs_a_week
    ) % {"count": wishes.runs_a_week}
    hills = (_("Hills are fine"),) if wishes.hills_back else ()
    if wishes.goal_s is None:
        return (runs, *hills)
    time = duration_words(wishes.goal_s)
    if goal_m is None:
        return (runs, _("Longest: %(time)s") % {"time": time}, *hills)
    told = {"distance": distance(goal_m, units), "time": time}
    return (runs, _("Longest: %(distance)s, about %(time)s at your usual pace") % told, *hills)


def _of_left_out(wishes: Wishes) -> tuple[str, ...]:
    situations = read_words("situations", get_language() or "")
    lines = [capfirst(situations[name].words) for name in wishes.situations]
    if wishes.left_out:
        lines.append(_("Exercises that are left out:"))
    return tuple(lines) or (_("Nothing"),)


def _of_confidence(wishes: Wishes) -> tuple[str, ...]:
    if wishes.confidence is None:
        return (_("Not told"),)
    return (_("%(sure)s of 10") % {"sure": wishes.confidence},)
