"""Read the exercises: the list, by part of the body and by what one has, and each by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from midstance.app.dose_words import DoseWords, dose_words
from midstance.app.read_lessons import Statement, state_claim
from midstance.core.base.errors import NotFoundError
from midstance.core.plan.book import (
    ALL,
    Avoid,
    Change,
    Exercise,
    Period,
    Region,
    Suit,
)
from midstance.knowledge.exercises import load_exercise_book, read_plan_records
from midstance.knowledge.load import read_sources
from midstance.knowledge.motions import read_motions
from midstance.knowledge.records import ASSUMED, Source
from midstance.knowledge.records_exercise_text import ExerciseText
from midstance.knowledge.records_plan import DoseRecord, LoadRecord
from midstance.knowledge.words import read_words


class Kit(StrEnum):
    """What one has to exercise with."""

    ANY = "any"
    NOTHING = "nothing"
    HOME = "home"
    GYM = "gym"


@dataclass(frozen=True)
class Named:
    """An id and how a reader calls it."""

    name: str
    title: str


@dataclass(frozen=True)
class ExerciseLine:
    """One line of the list."""

    name: str
    title: str
    targets: str
    region: Named
    needs: tuple[str, ...]


@dataclass(frozen=True)
class ExerciseList:
    """The lines that fit, and everything that can be chosen."""

    lines: tuple[ExerciseLine, ...]
    total: int
    regions: tuple[Named, ...]
    kits: tuple[Named, ...]
    region: str
    region_title: str
    kit: str


@dataclass(frozen=True)
class Need:
    """A thing it needs, and what in a household can stand for it."""

    title: str
    household: str


@dataclass(frozen=True)
class DoseSheet:
    """One form of dose of an exercise."""

    title: str
    what: Statement
    words: DoseWords


@dataclass(frozen=True)
class LoadSheet:
    """How much it asks of one tissue, in words, with the sources by number."""

    tissue: str
    tier: int
    tier_words: str
    measured: str
    statement: Statement


@dataclass(frozen=True)
class Caution:
    """When to leave it out or change it, and how."""

    when: str
    what: str
    instead: Named | None


@dataclass(frozen=True)
class ExerciseSheet:
    """One exercise; `motion` is "" while it has no figure."""

    name: str
    title: str
    targets: str
    region: Named
    steps: tuple[str, ...]
    feel: str
    easier_now: str
    needs: tuple[Need, ...]
    heavier_with: tuple[Need, ...]
    doses: tuple[DoseSheet, ...]
    loads: tuple[LoadSheet, ...]
    suits: tuple[str, ...]
    cautions: tuple[Caution, ...]
    stop_if: tuple[str, ...]
    easier: tuple[Named, ...]
    harder: tuple[Named, ...]
    claims: tuple[Statement, ...]
    sources: tuple[Source, ...]
    motion: str
    figure_alt: str
    version: str


def read_exercises(
    language: str, region: str | None = None, kit: str | None = None
) -> ExerciseList:
    """List the exercises for a part of the body and for what one has.

    *Changes* nothing.
    *Refuses* a part of the body or a kit that does not exist (NotFoundError).
    *Twice* gives the same.
    *Privacy* the same for everyone.
    """
    book = load_exercise_book()
    regions, kits = region_names(), kit_names()
    chosen, had = region or "", kit or Kit.ANY
    if chosen not in {"", *regions} or had not in kits:
        raise NotFoundError(_("There is no such list of exercises."))
    fitting = [
        exercise
        for exercise in book.exercises.values()
        if chosen in {"", exercise.region} and _is_possible(exercise, Kit(had))
    ]
    return ExerciseList(
        lines=tuple(_line(exercise, language) for exercise in fitting),
        total=len(book.exercises),
        regions=_named(regions),
        kits=_named(kits),
        region=chosen,
        region_title=regions.get(chosen, ""),
        kit=had,
    )


def read_exercise(name: str, language: str) -> ExerciseSheet:
    """Show one exercise with its doses, loads, neighbours and sources.

    *Changes* nothing.
    *Refuses* a name that no exercise has (NotFoundError).
    *Twice* gives the same.
    *Privacy* the same for everyone.
    """
    book = load_exercise_book()
    exercise = book.exercises.get(name)
    if exercise is None:
        raise NotFoundError(_("Expected the name of an exercise, got “%(name)s”.") % {"name": name})
    return _sheet(exercise, book.version, language)


def region_names() -> Mapping[str, str]:
    """Each part of the body as a reader calls it, in the order of the list."""
    return {
        Region.KNEE: _("Front of the thigh"),
        Region.HIP: _("Hip, lying or sitting"),
        Region.HIP_STANDING: _("Hip, standing"),
        Region.POSTERIOR: _("Buttocks and back of the thigh"),
        Region.CORE: _("Trunk"),
        Region.CALF: _("Calf"),
        Region.ANKLE: _("Ankle and balance"),
        Region.FOOT: _("Foot"),
        Region.MOBILITY: _("Ease of movement"),
        Region.AEROBIC: _("Heart and lungs"),
        Region.JUMP: _("Jumps"),
        Region.GAIT: _("Running form"),
    }


def kit_names() -> Mapping[str, str]:
    """Each kit as a reader calls it."""
    return {
        Kit.ANY: _("Any"),
        Kit.NOTHING: _("No equipment"),
        Kit.HOME: _("Things at home"),
        Kit.GYM: _("Machines"),
    }


def _named(names: Mapping[str, str]) -> tuple[Named, ...]:
    return tuple(Named(name, title) for name, title in names.items())


def _is_possible(exercise: Exercise, kit: Kit) -> bool:
    equipment = read_plan_records().equipment
    is_home = all(equipment[need].at_home for need in exercise.needs)
    return {
        Kit.ANY: True,
        Kit.NOTHING: not exercise.needs,
        Kit.HOME: is_home,
        Kit.GYM: not is_home,
    }[kit]


def _line(exercise: Exercise, language: str) -> ExerciseLine:
    words = read_words("exercises", language)[exercise.id]
    equipment = read_words("equipment", language)
    return ExerciseLine(
        name=exercise.id,
        title=words.name,
        targets=words.targets,
        region=Named(exercise.region, region_names()[exercise.region]),
        needs=tuple(equipment[need].name for need in exercise.needs),
    )


def _sheet(exercise: Exercise, version: str, language: str) -> ExerciseSheet:
    words = read_words("exercises", language)[exercise.id]
    sources = _cited(exercise, words)
    numbers = {source.id: number for number, source in enumerate(sources, 1)}
    name = {"name": words.name}
    return ExerciseSheet(
        name=exercise.id,
        title=words.name,
        targets=words.targets,
        region=Named(exercise.region, region_names()[exercise.region]),
        steps=words.steps,
        feel=words.feel,
        easier_now=words.easier,
        needs=_needs(exercise.needs, language),
        heavier_with=_needs(exercise.heavier_with, language),
        doses=_doses(exercise, language, numbers),
        loads=_loads(exercise, numbers),
        suits=tuple(dict.fromkeys(_suit_words(item, language) for item in exercise.suits)),
        cautions=tuple(_caution(item, words, language) for item in exercise.avoid),
        stop_if=tuple(read_words("stops", language)[code].words for code in exercise.stop_if),
        easier=_neighbours(exercise.easier, language),
        harder=_neighbours(exercise.harder, language),
        claims=tuple(state_claim(claim, numbers) for claim in words.claims),
        sources=sources,
        motion=exercise.motion if exercise.motion in read_motions() else "",
        figure_alt=_("A figure shows the exercise “%(name)s”, as the steps tell it.") % name,
        version=version,
    )


def _cited(exercise: Exercise, words: ExerciseText) -> tuple[Source, ...]:
    load = read_plan_records().exercises[exercise.id].load
    doses = [read_plan_records().doses[dose.form] for dose in exercise.doses]
    names = dict.fromkeys(
        (
            *load.patellofemoral.sources,
            *load.patellar_tendon.sources,
            *(source for claim in words.claims for source in claim.sources),
            *(source for dose in doses for source in dose.sources),
        )
    )
    return tuple(read_sources()[name] for name in names)


def _needs(names: tuple[str, ...], language: str) -> tuple[Need, ...]:
    texts = read_words("equipment", language)
    return tuple(Need(texts[name].name, texts[name].household or "") for name in names)


def _doses(exercise: Exercise, language: str, numbers: dict[str, int]) -> tuple[DoseSheet, ...]:
    texts, records = read_words("doses", language), read_plan_records().doses
    return tuple(
        DoseSheet(
            texts[dose.form].name,
            _stated(texts[dose.form].what, records[dose.form], numbers),
            dose_words(dose),
        )
        for dose in exercise.doses
    )


def _stated(words: str, record: DoseRecord | LoadRecord, numbers: dict[str, int]) -> Statement:
    cited = tuple(numbers[source] for source in record.sources)
    return Statement(words, cited, record.certainty in ASSUMED)


def _loads(exercise: Exercise, numbers: dict[str, int]) -> tuple[LoadSheet, ...]:
    load = read_plan_records().exercises[exercise.id].load
    return (
        _load(_("Kneecap joint"), load.patellofemoral, numbers),
        _load(_("Tendon below the kneecap"), load.patellar_tendon, numbers),
    )


def _load(tissue: str, load: LoadRecord, numbers: dict[str, int]) -> LoadSheet:
    tiers = _tier_words()
    words = tiers[load.tier]
    if load.low_tier != load.tier:
        words = _("%(low)s to %(high)s") % {"low": tiers[load.low_tier], "high": words}
    return LoadSheet(
        tissue=tissue,
        tier=load.tier,
        tier_words=words,
        measured=_measured(load),
        statement=_stated(words, load, numbers),
    )


def _tier_words() -> Mapping[int, str]:
    return {1: _("low"), 2: _("medium"), 3: _("high")}


def _measured(load: LoadRecord) -> str:
    if load.index is not None:
        told = {"index": f"{load.index:.2f}"}
        if load.same_move:
            return _("Measured index %(index)s; running has 0.61.") % told
        return _("A like move has the index %(index)s; running has 0.61.") % told
    if load.peak_bw is not None:
        return _("Peak of about %(peak)s times body weight in a laboratory.") % {
            "peak": f"{load.peak_bw:.1f}"
        }
    return ""


def _suit_words(suit: Suit, language: str) -> str:
    who = _who(suit.who, language)
    if suit.period is Period.EARLY:
        return _("%(who)s, while the knee flares easily") % {"who": who}
    if suit.period is Period.LATE:
        return _("%(who)s, once the knee has calmed down") % {"who": who}
    return who


def _who(who: str, language: str) -> str:
    if who == ALL:
        return _("All patterns")
    conditions, others = read_words("conditions", language), read_words("contributors", language)
    return conditions[who].name if who in conditions else others[who].name


def _caution(item: Avoid, words: ExerciseText, language: str) -> Caution:
    what = words.changes[item.when] if item.change is not Change.LEAVE_OUT else _("Leave it out.")
    named = _neighbours((item.instead,), language) if item.instead else ()
    return Caution(_when(item, language), what, named[0] if named else None)


def _when(item: Avoid, language: str) -> str:
    situations = read_words("situations", language)
    if item.when in situations:
        return _("When %(words)s") % {"words": situations[item.when].words}
    return _suit_words(Suit(item.when, item.period), language)


def _neighbours(names: tuple[str, ...], language: str) -> tuple[Named, ...]:
    texts = read_words("exercises", language)
    return tuple(Named(name, texts[name].name) for name in names)
