"""A check-in: short questions that are asked again and again, and what was answered."""

import re
from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from midstance.app.checking.days import last_day_of, today_of
from midstance.app.training.asked import Answered, Asked, points_words, read_all_asked, read_asked
from midstance.app.training.check_in_sheets import CheckInSheet, CheckInTold
from midstance.app.training.questionnaire import shown
from midstance.core.assess.answers import InvalidAnswersError, Problem
from midstance.store.models import CheckIn, Runner
from midstance.store.models.training import new_told_key

KEY = re.compile(r"[A-Za-z0-9-]{1,36}", re.ASCII)
EARLIEST = date(2000, 1, 1)


def list_check_ins(runner: Runner) -> tuple[CheckInSheet, ...]:
    """Everything that can be asked, our own first.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own answers and questionnaires only.
    """
    return tuple(_sheet(runner, asked) for asked in read_all_asked(runner, _language()))


def read_check_in(runner: Runner, kind: str) -> CheckInSheet:
    """The questions of one check-in, and when it was answered last.

    *Changes* nothing.
    *Refuses* a kind that is not there (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own answers and questionnaires only.
    """
    return _sheet(runner, read_asked(runner, kind, _language()))


def save_check_in(
    runner: Runner, kind: str, answers: object, day: date | None = None, key: str = ""
) -> CheckInTold:
    """Keep the answers of one check-in; what was left out is None or absent.

    *Changes* adds a filled-in check-in of that day; of two of a day the later one counts.
    *Refuses* a kind that is not there (NotFoundError), and answers that are none, no answer at all,
    a day to come or a key that is none (InvalidAnswersError, all problems at once).
    *Twice* with the same key keeps the first one.
    *Privacy* stays in the data folder.
    """
    asked = read_asked(runner, kind, _language())
    told_on = today_of(runner) if day is None else day
    given, problems = _read_answers(asked, answers)
    problems += _other_problems(runner, told_on, key)
    if problems:
        raise InvalidAnswersError(tuple(problems))
    row, _is_new = CheckIn.objects.owned_by(runner).get_or_create(
        owner=runner,
        key=key or new_told_key(),
        defaults={
            "kind": kind,
            "day": told_on,
            "answers": dict(given),
            "version": asked.version,
            "recorded_at": timezone.now(),
        },
    )
    return _told(runner, row)


def _language() -> str:
    return get_language() or "en"


def _sheet(runner: Runner, asked: Asked) -> CheckInSheet:
    days = CheckIn.objects.owned_by(runner).filter(kind=asked.kind).order_by("-day")
    last = days.values_list("day", flat=True).first()
    empty = "" if asked.items else _("First name what your knee makes hard and you want back.")
    return CheckInSheet(
        kind=asked.kind,
        name=asked.name,
        lead=asked.lead,
        why=asked.why,
        note=asked.note,
        note_source=asked.note_source,
        seconds=asked.seconds,
        items=asked.items,
        last_day=last,
        is_due=not empty and (last is None or (today_of(runner) - last).days >= asked.days_between),
        licence=asked.licence,
        empty=empty,
    )


def _read_answers(asked: Asked, answers: object) -> tuple[Answered, list[Problem]]:
    if not isinstance(answers, Mapping):
        return {}, [Problem(_("answers"), shown(answers), _("one answer for each question"))]
    values, given, problems = asked.values, {}, []
    for name, answer in answers.items():
        if name not in values:
            problems.append(Problem(str(name), shown(answer), _("a question of this check-in")))
        elif answer is not None and (type(answer) is not int or answer not in values[name]):
            told = {"low": min(values[name]), "high": max(values[name])}
            words = _("a whole number from %(low)s to %(high)s") % told
            problems.append(Problem(name, shown(answer), words))
        elif answer is not None:
            given[name] = answer
    if not given and not problems:
        problems.append(Problem(_("answers"), _("none"), _("an answer to one question at least")))
    return given, problems


def _other_problems(runner: Runner, day: date, key: str) -> list[Problem]:
    last = last_day_of(runner)
    problems = []
    if not EARLIEST <= day <= last:
        told = {"first": EARLIEST.isoformat(), "last": last.isoformat()}
        words = _("a day from %(first)s to %(last)s") % told
        problems.append(Problem(_("day"), day.isoformat(), words))
    if key and not KEY.fullmatch(key):
        words = _("up to 36 letters, digits and hyphens")
        problems.append(Problem(_("key"), shown(key), words))
    return problems


def _told(runner: Runner, row: CheckIn) -> CheckInTold:
    """What is kept, which is the first one told under its key."""
    asked = read_asked(runner, row.kind, _language())
    score = asked.score(row.answers) if asked.score and row.version == asked.version else None
    return CheckInTold(
        kind=row.kind,
        name=asked.name,
        key=row.key,
        day=row.day,
        answered=len(row.answers),
        asked=len(asked.items),
        score=score,
        sentence=_sentence(asked, score, len(row.answers)),
    )


def _sentence(asked: Asked, score: float | None, answered: int) -> str:
    if asked.score is None:
        return _("Kept. One answer says little; the line over weeks says more.")
    if score is None:
        counts = {"answered": answered, "asked": len(asked.items)}
        return _("Kept: %(answered)s of %(asked)s answers, too few for a score.") % counts
    told = {
        "name": asked.score_name,
        "score": points_words(round(score, 1)),
        "high": points_words(asked.ends[1]),
    }
    return _("Kept. %(name)s: %(score)s, where %(high)s is the most.") % told
