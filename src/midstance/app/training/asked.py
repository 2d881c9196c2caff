"""Everything that can be asked again and again: our own check-ins and licensed questionnaires."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.number_words import decimal_words
from midstance.app.training.check_in_sheets import ItemSheet, StepSheet
from midstance.app.training.knee import read_knee
from midstance.app.training.questionnaire import Form, build_form, has_plain_labels
from midstance.core.base.errors import NotFoundError
from midstance.knowledge.check_ins import check_in_version, read_check_ins
from midstance.knowledge.load import read_sources
from midstance.knowledge.records import ASSUMED, Certainty
from midstance.knowledge.records_check_in import (
    CheckInItemRecord,
    CheckInItemText,
    CheckInRecord,
    CheckInText,
    PartOf,
    SameWithinRecord,
    Scoring,
)
from midstance.knowledge.words import read_words
from midstance.store.models import OwnActivity, Questionnaire, Runner

LICENSED = "licensed-"
SECONDS_AN_ITEM = 7
LICENSED_DAYS = 28
KIND_DIGITS = 12

OWN_SAME = gettext_lazy("Less than %(points)s points apart counts as about the same (%(source)s).")
PUBLISHED_CHANGE = gettext_lazy("Smallest meaningful change: %(points)s points (%(source)s).")
PUBLISHED_SAME = gettext_lazy(
    "Smallest meaningful change: %(points)s points (%(source)s). Less counts as about the same."
)

Answered = Mapping[str, int]
"""Items to answers; what was left out is absent."""


@dataclass(frozen=True)
class SameWithin:
    """A change smaller than `points` says "about the same", and why; `published` for what."""

    points: float
    words: str
    published: str = ""


@dataclass(frozen=True)
class Asked:
    """One thing that can be asked.

    Parameters
    ----------
    score : answers to a score, None with too few; None where each answer stands alone.
    ends : the lowest and the highest score.
    item_same, score_same : how small a change of an answer, or of the score, says nothing.
    """

    kind: str
    name: str
    score_name: str
    lead: str
    why: str
    note: str
    note_source: str
    seconds: int
    days_between: int
    items: tuple[ItemSheet, ...]
    higher_is_better: bool
    version: str
    score: Callable[[Answered], float | None] | None
    ends: tuple[float, float]
    item_same: SameWithin | None
    score_same: SameWithin | None
    licence: str = ""

    @property
    def values(self) -> Mapping[str, frozenset[int]]:
        """The answers that each item takes."""
        return {item.id: frozenset(step.value for step in item.steps) for item in self.items}


def read_asked(runner: Runner, kind: str, language: str) -> Asked:
    """One of them; refuses a kind that is not there (NotFoundError)."""
    if kind in read_check_ins():
        return _own(runner, read_check_ins()[kind], language)
    found = next((each for each in read_licensed(runner) if each.kind == kind), None)
    if found is None:
        raise NotFoundError(f"Expected a check-in, there is none “{kind}”.")
    return found


def read_all_asked(runner: Runner, language: str) -> tuple[Asked, ...]:
    """Our own in their order, then the licensed ones."""
    records = sorted(read_check_ins().values(), key=lambda record: record.order)
    return (*(_own(runner, record, language) for record in records), *read_licensed(runner))


def _own(runner: Runner, record: CheckInRecord, language: str) -> Asked:
    text: CheckInText = read_words("check_ins", language)[record.id]
    low, high = record.items[0].low, record.items[0].high
    has_score = record.scoring is Scoring.MEAN
    return Asked(
        kind=record.id,
        name=text.name,
        score_name=text.score or text.name,
        lead=text.lead,
        why=text.why,
        note=text.note.text,
        note_source=source_words(text.note.sources, text.note.certainty),
        seconds=record.seconds,
        days_between=record.days_between,
        items=tuple(_items(runner, record, text)),
        higher_is_better=record.better.value == "higher",
        version=check_in_version(record),
        score=partial(_mean, record.fewest_items) if has_score else None,
        ends=(low, high),
        item_same=_same_of(runner, record, PartOf.ITEM),
        score_same=_same_of(runner, record, PartOf.SCORE),
    )


def _mean(fewest: int, answers: Answered) -> float | None:
    return sum(answers.values()) / len(answers) if len(answers) >= max(1, fewest) else None


def _items(runner: Runner, record: CheckInRecord, text: CheckInText) -> Iterator[ItemSheet]:
    for item in record.items:
        words = text.items[item.id]
        if not record.for_each_activity:
            yield _item(item, item.id, words.name, words.text, words)
            continue
        for activity in kept_activities(runner):
            yield _item(item, activity.key, activity.name, activity.name, words)


def _item(
    item: CheckInItemRecord, key: str, name: str, asked: str, words: CheckInItemText
) -> ItemSheet:
    steps = range(item.low, item.high + 1)
    return ItemSheet(
        id=key,
        name=name,
        text=asked,
        steps=tuple(StepSheet(step, words.labels.get(str(step), "")) for step in steps),
        is_scale=len(words.labels) < len(steps),
    )


def kept_activities(runner: Runner) -> tuple[OwnActivity, ...]:
    """The activities that she still wants back, in the order in which she named them."""
    rows = OwnActivity.objects.owned_by(runner).filter(is_kept=True)
    return tuple(rows.order_by("added_at", "pk"))


def _same_of(runner: Runner, record: CheckInRecord, part: PartOf) -> SameWithin | None:
    """What counts as the same for what her newest check fits, else for everybody."""
    told = {each.condition: each for each in record.same_within if each.part is part}
    if not told:
        return None
    found = told.get(read_knee(runner).condition) if len(told) > 1 else None
    return same_within_words(found or told[None])


def same_within_words(record: SameWithinRecord) -> SameWithin:
    """A limit of change with its source."""
    source = source_words(record.sources, record.certainty)
    told = {"points": points_words(record.points), "source": source}
    if record.certainty is Certainty.PUBLISHED:
        return SameWithin(record.points, PUBLISHED_SAME % told, PUBLISHED_CHANGE % told)
    return SameWithin(record.points, OWN_SAME % told)


def points_words(points: float) -> str:
    """Gives "2", "1.16" or "0.5"."""
    digits = next((n for n in range(3) if round(points, n) == points), 2)
    return decimal_words(points, digits)


def source_words(sources: tuple[str, ...], certainty: Certainty) -> str:
    """Who found it and when, or that it is expert judgement."""
    if certainty in ASSUMED or not sources:
        return _("expert judgement")
    known = read_sources()
    told = [
        _("%(author)s and others, %(year)s")
        % {"author": known[name].authors.split(" ", 1)[0], "year": known[name].year}
        for name in sources
    ]
    return "; ".join(told)


def read_licensed(runner: Runner) -> tuple[Asked, ...]:
    """The questionnaires that were put in, in the order of their names."""
    rows = Questionnaire.objects.owned_by(runner).order_by("name", "pk")
    return tuple(_licensed(build_form(row.document)) for row in rows)


def licensed_kind(name: str) -> str:
    """What answers to a questionnaire of this name are kept under."""
    return LICENSED + hashlib.sha256(name.encode()).hexdigest()[:KIND_DIGITS]


def _licensed(form: Form) -> Asked:
    return Asked(
        kind=licensed_kind(form.name),
        name=form.name,
        score_name=form.name,
        lead=form.lead,
        why=_("It gives the score of the real questionnaire, by its own rules."),
        note=licence_words(form),
        note_source="",
        seconds=SECONDS_AN_ITEM * len(form.items),
        days_between=LICENSED_DAYS,
        items=tuple(
            ItemSheet(
                id=item.id,
                name=item.text,
                text=item.text,
                steps=tuple(StepSheet(n, step.label) for n, step in enumerate(item.steps)),
                is_scale=has_plain_labels(item),
            )
            for item in form.items
        ),
        higher_is_better=form.better == "higher",
        version=form.version,
        score=form.score,
        ends=form.ends,
        item_same=None,
        score_same=_licensed_same(form),
        licence=licence_words(form),
    )


def _licensed_same(form: Form) -> SameWithin | None:
    """The change that was published for it; without one no change is called one."""
    if form.smallest_change is None:
        return None
    told = {
        "points": points_words(form.smallest_change.points),
        "source": form.smallest_change.source,
    }
    return SameWithin(form.smallest_change.points, PUBLISHED_SAME % told, PUBLISHED_CHANGE % told)


def licence_words(form: Form) -> str:
    """Whose licence a questionnaire needs."""
    told = {"name": form.name, "holder": form.holder, "granted_to": form.granted_to}
    return (
        _(
            "“%(name)s” belongs to %(holder)s. Using it needs their permission; "
            "this one was given to %(granted_to)s."
        )
        % told
    )
