"""How long hers has lasted beside what is published of others, and when to see someone."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.checking.snapshot import read_snapshot
from midstance.app.training.asked import source_words
from midstance.app.training.plan_words import SEE_WORDS
from midstance.app.training.progress_sheet import CourseLine, CourseSheet
from midstance.app.training.state import Situated
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.return_to_run import NO_PAIN
from midstance.knowledge.load import read_parameters
from midstance.knowledge.progress_constants import ProgressConstants
from midstance.knowledge.words import read_words
from midstance.store.models import KneeCheck

WEEK_DAYS = 7
LONG = "trend_long_weeks"


def read_course(found: Situated, language: str, constants: ProgressConstants) -> CourseSheet:
    """Hers and that of others; without a check there is neither."""
    weeks = weeks_of(found)
    text = read_words("conditions", language).get(found.knee.condition)
    lines = [
        CourseLine(claim.text, source_words(claim.sources, claim.certainty))
        for claim in (text.course if text else ())
    ]
    return CourseSheet(
        weeks=weeks,
        sentence="" if weeks is None else _weeks_words(weeks),
        lines=tuple(lines),
        see_now=tuple(_see_now(found, weeks, constants)),
        see_when=tuple(_see_when(found.constants, constants)),
    )


def weeks_of(found: Situated) -> int | None:
    """Whole weeks since it began, by the newest check; None without one, or once it is well."""
    checked_on = found.knee.checked_on
    if checked_on is None or found.condition == NO_PAIN:
        return None
    checks = KneeCheck.objects.owned_by(found.runner).filter(key=found.knee.check_key)
    told = read_snapshot(checks.get().result).answers.get("duration_w")
    if not isinstance(told, int | float):
        return None
    return round(told) + max((found.today - checked_on).days, 0) // WEEK_DAYS


def _weeks_words(weeks: int) -> str:
    return ngettext(
        "Yours began about %(weeks)s week ago, by your last knee check.",
        "Yours began about %(weeks)s weeks ago, by your last knee check.",
        weeks,
    ) % {"weeks": weeks}


def _see_now(found: Situated, weeks: int | None, constants: ProgressConstants) -> Iterator[str]:
    """What holds for her today."""
    for reason in found.pain.see_clinician:
        yield str(SEE_WORDS[reason])
    if weeks is not None and weeks >= constants.trend_long_weeks:
        yield _(
            "It has lasted %(weeks)s weeks. Pain of %(long)s weeks and more tends to go more "
            "slowly, so let a clinician look at it once, if nobody has."
        ) % {"weeks": weeks, "long": round(constants.trend_long_weeks)}


@dataclass(frozen=True)
class _Rule:
    words: str
    id: str


def _see_when(plan: PlanConstants, constants: ProgressConstants) -> Iterator[CourseLine]:
    """The rules, each with what it rests on."""
    rules = (
        _Rule(
            _("No better after %(weeks)s weeks.")
            % {"weeks": round(plan.no_change_days / WEEK_DAYS)},
            "no_change_days",
        ),
        _Rule(
            _("Getting worse for %(weeks)s weeks in a row.")
            % {"weeks": round(plan.worse_days / WEEK_DAYS)},
            "worse_days",
        ),
        _Rule(
            _("%(count)s red days within %(weeks)s weeks.")
            % {
                "count": round(plan.clinician_reds),
                "weeks": round(plan.clinician_reds_days / WEEK_DAYS),
            },
            "clinician_reds",
        ),
        _Rule(
            _("It has lasted %(weeks)s weeks or more.")
            % {"weeks": round(constants.trend_long_weeks)},
            LONG,
        ),
    )
    for rule in rules:
        record = read_parameters()[rule.id]
        yield CourseLine(rule.words, source_words(record.sources, record.certainty))
