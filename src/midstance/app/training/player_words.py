"""What a guided session says: titles, sides, times, the pain rule, what it needs."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.training.player import PainRule, Thing
from midstance.core.plan.book import Exercise, Position, Region, Sides
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import BONE_STRESS, TENDONS
from midstance.knowledge.load import read_parameters, read_sources
from midstance.knowledge.records import ASSUMED
from midstance.knowledge.words import read_words

FLOOR = frozenset(Position) - {Position.STANDING, Position.SITTING}


def side_words(side: str) -> str:
    words = {
        "right": _("right side"),
        "left": _("left side"),
        "both": _("both sides"),
        "turns": _("each side in turn"),
    }
    return words.get(side, "")


def titled(name: str, side: str) -> str:
    """The name with its side, where sides matter."""
    if side not in {"right", "left", "turns"}:
        return name
    return _("%(name)s, %(side)s") % {"name": name, "side": side_words(side)}


def time_words(seconds: int) -> str:
    """A time as it is spoken."""
    minutes, rest = divmod(seconds, 60)
    if minutes and not rest:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}


def work_words(title: str, seconds: int, reps: int) -> str:
    """What is said when work begins."""
    if not reps:
        return _("%(title)s: %(time)s.") % {"title": title, "time": time_words(seconds)}
    told = {"title": title, "count": reps}
    return ngettext("%(title)s: %(count)s time.", "%(title)s: %(count)s times.", reps) % told


def ready_words(title: str, dose: str) -> str:
    return _("Next: %(title)s. %(dose)s.") % {"title": title, "dose": dose}


def change_words(side: str) -> str:
    return _("Change sides: %(side)s.") % {"side": side_words(side)}


def rest_words(seconds: int) -> str:
    return _("Rest: %(time)s.") % {"time": time_words(seconds)}


def set_words(number: int, count: int) -> str:
    if count == 1:
        return ""
    return _("Set %(number)s of %(count)s") % {"number": number, "count": count}


def beat_words() -> tuple[str, str, str]:
    """One way, still, and back."""
    return _("Go"), _("Hold"), _("Back")


def order_of_sides(exercises: Iterable[Exercise]) -> str:
    sides = {exercise.sides for exercise in exercises}
    if Sides.ONE in sides:
        return _("The right side first, then the left.")
    return _("Both sides in turn.") if Sides.ALTERNATING in sides else ""


def position_words(positions: Iterable[Position]) -> tuple[str, ...]:
    """How she stands, sits or lies, in the order in which it comes."""
    words = {
        Position.STANDING: _("standing"),
        Position.KNEELING: _("kneeling"),
        Position.LYING_BACK: _("lying on your back"),
        Position.LYING_SIDE: _("lying on your side"),
        Position.PRONE: _("lying on your front"),
        Position.SITTING: _("sitting"),
        Position.QUADRUPED: _("on hands and knees"),
    }
    return tuple(words[position] for position in dict.fromkeys(positions))


def uses_floor(positions: Iterable[Position]) -> bool:
    return not FLOOR.isdisjoint(positions)


def is_quiet(exercises: Iterable[Exercise]) -> bool:
    return all(exercise.region is not Region.JUMP for exercise in exercises)


def things_of(needs: Iterable[str], language: str) -> tuple[Thing, ...]:
    texts = read_words("equipment", language)
    return tuple(
        Thing(texts[need].name, texts[need].household or "") for need in dict.fromkeys(needs)
    )


def pain_rule(condition: str, ceiling: float, constants: PlanConstants) -> PainRule:
    """The rule of a pattern: a little over the ceiling is eased, more stops, as in `light_of`."""
    margin = constants.amber_over if ceiling > 0 else 0.0
    most = round(min(ceiling + margin, constants.red_above))
    told = {"ceiling": round(ceiling), "most": most}
    return PainRule(
        ceiling=round(ceiling),
        stop_above=most,
        go_on=_("That is within your limit of %(ceiling)s of 10. Go on, and tell if it grows.")
        % told,
        ease=_("That is above your limit of %(ceiling)s of 10. Take the easier way now.") % told,
        stop=_(
            "That is more than a session may ask of your knee. Rest it now, and look at it again "
            "tomorrow morning."
        ),
        source=_source(condition),
    )


def _source(condition: str) -> str:
    """Where the ceiling comes from."""
    record = read_parameters()[_ceiling_id(condition)]
    if record.certainty in ASSUMED or not record.sources:
        return _("This limit is expert judgement.")
    source = read_sources()[record.sources[0]]
    return _("This limit: %(authors)s, %(year)s.") % {
        "authors": source.authors,
        "year": source.year,
    }


def _ceiling_id(condition: str) -> str:
    named = {
        "patellofemoral_pain": "ceiling_patellofemoral",
        "iliotibial_band_pain": "ceiling_iliotibial",
        "knee_osteoarthritis": "ceiling_osteoarthritis",
        BONE_STRESS: "ceiling_bone_stress",
    }
    return "ceiling_tendon" if condition in TENDONS else named.get(condition, "ceiling_other")
