"""What can be told of a pair: what is wrong with it, in plain words, and how it is kept."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from midstance.app.checking.days import last_day_of, today_of, zone_of
from midstance.app.shoes.kinds import RunKind
from midstance.app.shoes.records import ShoeFacts
from midstance.app.shoes.words import day_words, distance_words
from midstance.app.training.questionnaire import is_plain
from midstance.core.base.errors import InvalidValuesError, NotFoundError
from midstance.store.models import Run, Runner, Shoe

NAME_CHARACTERS = 60
FIRST_DAY = date(1970, 1, 1)
BEFORE_M = (0.0, 5_000_000.0)
MOST_M = (50_000.0, 3_000_000.0)
LONG_M = (1000.0, 500_000.0)
FAST_MPS = (1.0, 8.0)

Problems = dict[str, str]
"""A sentence for each field with something wrong."""


class ShoeProblemsError(InvalidValuesError):
    """Problems of a pair; `by_field` tells where each stands."""

    def __init__(self, by_field: Problems) -> None:
        super().__init__(tuple(by_field.values()))
        self.by_field = by_field


def find_shoe(runner: Runner, pk: int) -> Shoe:
    """One of her pairs."""
    row: Shoe | None = Shoe.objects.owned_by(runner).filter(pk=pk).first()
    if row is None:
        raise NotFoundError(
            _("There is no such pair of shoes. It may have been joined or removed.")
        )
    return row


def facts_of(shoe: Shoe) -> ShoeFacts:
    """A pair as it was told."""
    return ShoeFacts(
        name=shoe.name,
        brand=shoe.brand,
        model=shoe.model,
        first_day=shoe.first_day,
        before_m=shoe.before_m,
        most_m=shoe.most_m,
        kinds=tuple(shoe.kinds),
        long_m=shoe.long_m,
        fast_mps=shoe.fast_mps,
    )


def problems_of(runner: Runner, facts: ShoeFacts, shoe: Shoe | None = None) -> Problems:
    """Everything that is wrong with a pair, new or known."""
    found = (
        *_of_words(runner, facts, shoe),
        *_of_days(runner, facts, shoe),
        *_of_distances(runner, facts),
        *_of_kinds(runner, facts, shoe),
    )
    return dict(found)


def _of_words(runner: Runner, facts: ShoeFacts, shoe: Shoe | None) -> Iterator[tuple[str, str]]:
    most = {"most": NAME_CHARACTERS}
    if not is_plain(facts.name) or len(facts.name) > NAME_CHARACTERS:
        yield "name", _("Name the pair in a few words, up to %(most)s characters.") % most
    others = Shoe.objects.owned_by(runner)
    if shoe is not None:
        others = others.exclude(pk=shoe.pk)
    if facts.name.casefold() in {name.casefold() for name in others.values_list("name", flat=True)}:
        words = _("You have a pair of that name. Add something that tells them apart, as the year.")
        yield "name", words
    for field, words in (("brand", facts.brand), ("model", facts.model)):
        if words and (not is_plain(words) or len(words) > NAME_CHARACTERS):
            yield field, _("Write it in a few words, up to %(most)s characters.") % most


def _of_days(runner: Runner, facts: ShoeFacts, shoe: Shoe | None) -> Iterator[tuple[str, str]]:
    if facts.first_day is None:
        return
    worn = first_and_last(runner, shoe)[0] if shoe else None
    if facts.first_day > last_day_of(runner):
        yield "first_day", _("The first day cannot lie ahead.")
    elif facts.first_day < FIRST_DAY:
        yield "first_day", _("Write the day on which you first ran in them.")
    elif worn is not None and facts.first_day > worn:
        words = _("You ran in this pair on %(day)s already. Choose that day or an earlier one.")
        yield "first_day", words % {"day": day_words(worn)}


def first_and_last(runner: Runner, shoe: Shoe) -> tuple[date | None, date | None]:
    """The first and the last day of the runs in a pair."""
    runs = Run.objects.owned_by(runner).shown().filter(shoe=shoe)
    days = runs.aggregate(first=Min("local_day"), last=Max("local_day"))
    return days["first"], days["last"]


def _of_distances(runner: Runner, facts: ShoeFacts) -> Iterator[tuple[str, str]]:
    words = _("Write a distance between %(low)s and %(high)s.")
    for field, value, (low_m, high_m) in (
        ("before_m", facts.before_m, BEFORE_M),
        ("most_m", facts.most_m, MOST_M),
    ):
        if value is not None and not low_m <= value <= high_m:
            low, high = (distance_words(metres, runner.units) for metres in (low_m, high_m))
            yield field, words % {"low": low, "high": high}


def _of_kinds(runner: Runner, facts: ShoeFacts, shoe: Shoe | None) -> Iterator[tuple[str, str]]:
    known = list(RunKind)
    if not set(facts.kinds) <= set(known) or len(set(facts.kinds)) < len(facts.kinds):
        words = _("A pair can be the usual one for: %(kinds)s, each once.")
        yield "kinds", words % {"kinds": ", ".join(known)}
    if facts.kinds and shoe is not None and shoe.retired_at is not None:
        yield "kinds", _("You put this pair away. Take it back first.")
    if RunKind.LONG in facts.kinds and not _within(facts.long_m, LONG_M):
        low, high = (distance_words(metres, runner.units) for metres in LONG_M)
        words = _("Say from which distance on a run is long, between %(low)s and %(high)s.")
        yield "long_m", words % {"low": low, "high": high}
    if RunKind.FAST in facts.kinds and not _within(facts.fast_mps, FAST_MPS):
        yield "fast_mps", _("Say from which pace on a run is fast, as 5:00.")


def _within(value: float | None, limits: tuple[float, float]) -> bool:
    return value is not None and limits[0] <= value <= limits[1]


def tidied(facts: ShoeFacts) -> ShoeFacts:
    """Without spaces that nobody meant; bounds only for the kinds that need them."""
    return ShoeFacts(
        name=" ".join(facts.name.split()),
        brand=" ".join(facts.brand.split()),
        model=" ".join(facts.model.split()),
        first_day=facts.first_day,
        before_m=facts.before_m,
        most_m=facts.most_m,
        kinds=facts.kinds,
        long_m=facts.long_m if RunKind.LONG in facts.kinds else None,
        fast_mps=facts.fast_mps if RunKind.FAST in facts.kinds else None,
    )


def keep_facts(runner: Runner, shoe: Shoe, facts: ShoeFacts) -> None:
    """Write a pair; what it is the usual one for is taken from the others, and has a first day."""
    if shoe.pk and shoe.name != facts.name:
        others = [name for name in shoe.also_named if name != facts.name]
        shoe.also_named = sorted({*others, shoe.name})
    for name in ShoeFacts.__dataclass_fields__:
        setattr(shoe, name, getattr(facts, name))
    shoe.kinds = [kind for kind in RunKind if kind in facts.kinds]
    if shoe.kinds and shoe.first_day is None:
        first = first_and_last(runner, shoe)[0] if shoe.pk else None
        shoe.first_day = first or today_of(runner)
    for other in Shoe.objects.owned_by(runner).exclude(pk=shoe.pk):
        left = [kind for kind in other.kinds if kind not in shoe.kinds]
        if left != other.kinds:
            other.kinds = left
            other.save(update_fields=["kinds"])
    shoe.save()


def noon_of(runner: Runner, day: date) -> datetime:
    """The middle of a day where she is."""
    return datetime.combine(day, time(12), zone_of(runner))
