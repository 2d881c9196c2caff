"""What a film of a movement screen suggests, in words; what is kept is hers to decide."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from midstance.app.films.keep import outline_of
from midstance.app.films.records import FilmedMarkLine, FilmedScreenSheet
from midstance.app.films.words import FLAW_ADVICE
from midstance.app.screens.words import claim_source, range_words
from midstance.core.assess.filmed import FilmedMark, rate_marks
from midstance.core.assess.screens import Range
from midstance.core.gait.records import Side
from midstance.core.gait.screen_records import (
    FilmedScreen,
    ScreenProblem,
    ScreenView,
    Seen,
    ShinAngle,
)
from midstance.knowledge.records_screens import ScreenRecord, ScreenText
from midstance.knowledge.screens import film_rules, read_screen_records
from midstance.knowledge.words import read_words
from midstance.pose import Flaw
from midstance.store.models import Film

Words = str | Promise

LEG_WORDS: Mapping[str, Words] = MappingProxyType(
    {"left": gettext_lazy("Left leg"), "right": gettext_lazy("Right leg")}
)
PROBLEM_WORDS: Mapping[ScreenProblem, Words] = MappingProxyType(
    {
        ScreenProblem.NO_BODY: gettext_lazy("Nobody was seen in this film for long enough."),
        ScreenProblem.OCCLUSION: gettext_lazy(
            "The joints that this test needs were hidden too often."
        ),
        ScreenProblem.TOO_SMALL: gettext_lazy("You are too small in the picture."),
        ScreenProblem.OTHER_LEG: gettext_lazy("The other leg works in this film."),
        ScreenProblem.TOO_FEW_REPETITIONS: gettext_lazy(
            "Too few of the movements were seen from beginning to end."
        ),
    }
)
WRONG_VIEW_WORDS: Mapping[ScreenView, Words] = MappingProxyType(
    {
        ScreenView.FRONT: gettext_lazy(
            "This film does not look as if it was taken straight from the front."
        ),
        ScreenView.SIDE: gettext_lazy(
            "This film does not look as if it was taken straight from the side."
        ),
    }
)
PROBLEM_ADVICE: Mapping[ScreenProblem, Words] = MappingProxyType(
    {
        ScreenProblem.NO_BODY: FLAW_ADVICE[Flaw.NOBODY],
        ScreenProblem.OCCLUSION: gettext_lazy(
            "Wear shorts, and let nothing stand between you and the phone."
        ),
        ScreenProblem.TOO_SMALL: FLAW_ADVICE[Flaw.TOO_SMALL],
        ScreenProblem.OTHER_LEG: gettext_lazy(
            "Say the other leg when you send it again. If that was the right one, turn mirroring "
            "off in the camera."
        ),
        ScreenProblem.TOO_FEW_REPETITIONS: gettext_lazy(
            "Do five, slowly, and film all of them, with a still moment before and after."
        ),
    }
)
NOT_KNOWN: Words = gettext_lazy("This movement test is not there any more.")


def tell_filmed(
    record: ScreenRecord, filmed: FilmedScreen, language: str, why_not: str = ""
) -> FilmedScreenSheet:
    """What a film of a screen suggests; `why_not` says why it cannot be kept."""
    text = read_words("screens", language)[record.id]
    rated = () if filmed.problem is not None else rate_marks(filmed, film_rules(record))
    angle, problem = filmed.angle, filmed.problem
    return FilmedScreenSheet(
        screen=record.id,
        name=text.name,
        leg=str(filmed.leg),
        leg_words=str(LEG_WORDS[filmed.leg]),
        problem="" if problem is None else str(problem),
        problem_words="" if problem is None else _problem_words(problem, record),
        what_to_do="" if problem is None else _advice(problem, text),
        repetitions=len(filmed.repetitions),
        value=None if angle is None else float(round(angle.value_deg)),
        low=None if angle is None else float(round(angle.low_deg)),
        high=None if angle is None else float(round(angle.high_deg)),
        value_words="" if angle is None else _angle_words(angle, record),
        marks=tuple(_mark_line(each, text) for each in rated),
        marks_seen=_count(rated, Seen.SEEN),
        marks_unclear=_count(rated, Seen.CANNOT_SAY),
        sentence=_sentence(filmed, record, rated),
        limits="" if text.film_limits is None else text.film_limits.text,
        limits_source="" if text.film_limits is None else claim_source(text.film_limits),
        why_not=why_not,
    )


def filmed_sentence(film: Film) -> str:
    """What a film of a screen suggests, in one sentence."""
    record, filmed = read_screen_records().get(film.screen), outline_of(film)
    if record is None or record.film is None or filmed is None:
        return str(NOT_KNOWN)
    return tell_filmed(record, filmed, get_language() or "en").sentence


def _count(rated: tuple[FilmedMark, ...], seen: Seen) -> int:
    return sum(each.seen is seen for each in rated)


def _problem_words(problem: ScreenProblem, record: ScreenRecord) -> str:
    if problem is ScreenProblem.WRONG_VIEW and record.film is not None:
        return str(WRONG_VIEW_WORDS[record.film.view])
    return str(PROBLEM_WORDS[problem])


def _advice(problem: ScreenProblem, text: ScreenText) -> str:
    """What to do about a problem; where to film from is the first thing that a screen says."""
    if problem is ScreenProblem.WRONG_VIEW:
        return text.film_how[0]
    return str(PROBLEM_ADVICE[problem])


def _angle_words(angle: ShinAngle, record: ScreenRecord) -> str:
    whole = map(round, (angle.value_deg, angle.low_deg, angle.high_deg))
    return range_words(Range(*map(float, whole)), record.unit)


def _mark_line(rated: FilmedMark, text: ScreenText) -> FilmedMarkLine:
    return FilmedMarkLine(
        id=rated.mark,
        words=text.marks[rated.mark],
        seen=str(rated.seen),
        seen_words=_seen_words(rated),
    )


def _seen_words(rated: FilmedMark) -> str:
    told = {"count": rated.count, "of": rated.of}
    if rated.seen is Seen.SEEN:
        return _("The film saw it in %(count)s of %(of)s.") % told
    if rated.seen is Seen.NOT_SEEN:
        return (
            _("The film saw it in %(count)s of %(of)s, so mostly not.") % told
            if rated.count
            else _("The film did not see it.")
        )
    if not rated.of:
        return _("A film cannot show this. Look yourself.")
    if rated.count:
        return _("The film saw it in %(count)s of %(of)s. That is not sure. Look yourself.") % told
    return _("The film cannot tell. Look yourself.")


def _sentence(filmed: FilmedScreen, record: ScreenRecord, rated: tuple[FilmedMark, ...]) -> str:
    if filmed.problem is not None:
        return _problem_words(filmed.problem, record)
    if filmed.angle is not None:
        words = _angle_words(filmed.angle, record)
        left = _("Your left shin leans forward by %(angle)s.")
        right = _("Your right shin leans forward by %(angle)s.")
        return (left if filmed.leg is Side.LEFT else right) % {"angle": words}
    return _signs_sentence(_count(rated, Seen.SEEN), _count(rated, Seen.CANNOT_SAY), len(rated))


def _signs_sentence(seen: int, unclear: int, of: int) -> str:
    """How many signs the film saw and how many are left to her eyes."""
    told = {"count": seen, "of": of, "unclear": unclear}
    if not seen and not unclear:
        return _("The film saw none of the %(of)s signs.") % told
    if not unclear:
        return _("The film saw %(count)s of %(of)s signs.") % told
    if not seen:
        return _("The film saw no sign for sure, and cannot tell %(unclear)s of %(of)s.") % told
    return _("The film saw %(count)s of %(of)s signs, and cannot tell %(unclear)s.") % told
