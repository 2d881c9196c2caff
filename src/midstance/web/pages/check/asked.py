"""One question as its page draws it: options with what was chosen, the map, the drawing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from midstance.app.checking.records import Answer, AnswerLine, QuestionSheet, SelfTestSheet
from midstance.web.components.knee_map import VIEW_NAMES, KneePicture, Zone, knee_picture
from midstance.web.components.knee_map.sides import ZONE_IDS
from midstance.web.components.self_test import spot_figure
from midstance.web.pages.check.forms import is_chosen

MAP_QUESTION, SPOTS_QUESTION = "where", "palpation"


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen."""

    id: str
    label: str
    chosen: bool
    is_none: bool
    figure: str = ""


@dataclass(frozen=True)
class Asked:
    """A question as it is drawn."""

    id: str
    text: str
    hint: str
    why: str
    kind: str
    options: tuple[Choice, ...]
    number: str
    unit: str
    test: SelfTestSheet | None
    zones: tuple[Zone, ...]
    side: str


def asked_sheet(sheet: QuestionSheet, answer: Answer | None, side: str) -> Asked:
    return Asked(
        id=sheet.id,
        text=sheet.text,
        hint=sheet.hint,
        why=sheet.why,
        kind=sheet.kind,
        options=choices(sheet, answer),
        number=f"{answer:g}" if isinstance(answer, float | int) else "",
        unit=sheet.unit,
        test=sheet.test,
        zones=zones(sheet, answer) if sheet.id == MAP_QUESTION else (),
        side=side,
    )


def zones(sheet: QuestionSheet, answer: Answer | None) -> tuple[Zone, ...]:
    """The options as places of the map; an option of no side of the knee stands below it."""
    views = {option.id: option.id.partition("_")[0] for option in sheet.options}
    return tuple(
        Zone(
            option.id,
            views[option.id] if views[option.id] in VIEW_NAMES else "",
            option.label,
            is_chosen(option.id, answer),
        )
        for option in sheet.options
    )


def choices(sheet: QuestionSheet, answer: Answer | None) -> tuple[Choice, ...]:
    if sheet.kind == "scale":
        return scale_steps(sheet, answer)
    labels = [(option.id, option.label) for option in sheet.options]
    if sheet.kind == "yes_no":
        labels = [("yes", _("Yes")), ("no", _("No"))]
    is_pressing = sheet.id == SPOTS_QUESTION
    return tuple(
        Choice(
            option,
            label,
            is_chosen(option, answer),
            option == sheet.none_of_these,
            spot_figure(option) if is_pressing else "",
        )
        for option, label in labels
    )


def scale_steps(sheet: QuestionSheet, answer: Answer | None) -> tuple[Choice, ...]:
    low, high = int(sheet.low or 0), int(sheet.high or 0)
    return tuple(Choice(str(n), str(n), answer == n, False) for n in range(low, high + 1))


def marked_places(lines: Iterable[AnswerLine], side: str) -> KneePicture | None:
    """The pain map as it was answered, for the result; None when nothing was marked."""
    line = next((line for line in lines if line.question == MAP_QUESTION and line.applies), None)
    if line is None or line.is_unsure or not line.said:
        return None
    return knee_picture(
        [zone for zone in ZONE_IDS if is_chosen(zone, line.answer)], line.said, side
    )
