"""The movement screens, read once, and their rules as the record that `core.assess` takes."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from midstance.core.assess.filmed import MarkRule
from midstance.core.assess.screens import Norm, ScreenRule, Sex
from midstance.knowledge.load import DATA, read_folder
from midstance.knowledge.records_screens import FlagRecord, NormRecord, ScreenRecord
from midstance.knowledge.version import version_of_content

FORM = "screens-1"
"""Raised when the meaning of a field or the way to a finding changes."""


@cache
def read_screen_records() -> Mapping[str, ScreenRecord]:
    """Every screen by its id, in the order in which they are shown."""
    found = read_folder(DATA / "screens", ScreenRecord)
    ordered = sorted(found.values(), key=lambda record: record.order)
    return MappingProxyType({record.id: record for record in ordered})


@cache
def load_screen_rules() -> Mapping[str, ScreenRule]:
    """The rule of every screen by its id."""
    records = read_screen_records().values()
    return MappingProxyType({record.id: build_screen_rule(record) for record in records})


@cache
def version_of_screens() -> str:
    """What findings are stamped with."""
    return version_of_content(FORM, dict(load_screen_rules()))


def build_screen_rule(record: ScreenRecord) -> ScreenRule:
    """Bring a record into the form that findings are drawn from."""
    return ScreenRule(
        id=record.id,
        quality=record.quality,
        sides=record.sides,
        higher_is_better=record.higher_is_better,
        norms=tuple(norm for each in record.norms for norm in _norms(each)),
        cut_of=record.flag.of,
        cut=_cut(record.flag),
        side_least=record.flag.side_least,
        side_least_frac=record.flag.side_least_frac,
        error_fixed=record.error.fixed,
        error_frac=record.error.frac,
        confirm_days=record.confirm_days,
        again_days=record.again_days,
        good_days=record.good_days,
    )


def film_rules(record: ScreenRecord) -> tuple[MarkRule, ...]:
    """What of a film speaks for each mark of a screen, in the order of the marks."""
    if record.film is None:
        return ()
    told = record.film.marks
    return tuple(MarkRule(mark, told[mark].signs, told[mark].can_rule_out) for mark in record.marks)


def _norms(record: NormRecord) -> tuple[Norm, ...]:
    return tuple(
        Norm(sex, record.age_from_y, record.age_below_y, told.usual, told.low, told.high)
        for sex, told in ((Sex.FEMALE, record.female), (Sex.MALE, record.male))
    )


def _cut(flag: FlagRecord) -> tuple[float, float] | None:
    if flag.cut is None:
        return None
    female, male = flag.cut
    return female, male
