"""A licensed questionnaire as a document: read with every problem at once, and scored.

Nothing of it is part of the product: the text comes from whoever holds a licence, and stays here.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from midstance.core.assess.answers import InvalidAnswersError, Problem
from midstance.knowledge.version import version_of_content

FORMAT = "midstance-questionnaire-1"
MOST_BYTES = 262_144
MOST_ITEMS = 100
MOST_STEPS = 20
MOST_POINTS = 1000.0
NAME_CHARACTERS = 64
SHORT_CHARACTERS = 200
LONG_CHARACTERS = 1000
ID = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
METHODS = ("sum", "mean", "percent")
BETTER = ("higher", "lower")
PLAIN_LABEL_CHARACTERS = 3
LINE_CHARACTERS = 60

Found = Any
"""What JSON holds."""


@dataclass(frozen=True)
class Step:
    """One answer to choose, and its points."""

    label: str
    points: float


@dataclass(frozen=True)
class Item:
    """One question; `reversed` turns its points about, `weight` multiplies them."""

    id: str
    text: str
    steps: tuple[Step, ...]
    weight: float
    is_reversed: bool

    @property
    def ends(self) -> tuple[float, float]:
        """The fewest and the most points of an answer."""
        points = [step.points for step in self.steps]
        return min(points), max(points)

    def points_of(self, value: int) -> float:
        """The points of the answer at that place, turned about where the item is reversed."""
        low, high = self.ends
        points = self.steps[value].points
        return low + high - points if self.is_reversed else points


@dataclass(frozen=True)
class SmallestChange:
    """The published smallest change that people call one, in points of the score."""

    points: float
    source: str


@dataclass(frozen=True)
class Form:
    """A questionnaire as it was put in."""

    name: str
    lead: str
    holder: str
    granted_to: str
    terms: str
    items: tuple[Item, ...]
    method: str
    better: str
    fewest_items: int
    smallest_change: SmallestChange | None
    version: str

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest score that there can be."""
        if self.method == "percent":
            return 0.0, 100.0
        low = sum(item.weight * item.ends[0] for item in self.items)
        high = sum(item.weight * item.ends[1] for item in self.items)
        if self.method == "sum":
            return low, high
        weight = sum(item.weight for item in self.items)
        return low / weight, high / weight

    def score(self, answers: Mapping[str, int]) -> float | None:
        """The score; what was left out counts as the mean of the others; None with too few."""
        told = [item for item in self.items if item.id in answers]
        if len(told) < self.fewest_items:
            return None
        weight = sum(item.weight for item in told)
        points = sum(item.weight * item.points_of(answers[item.id]) for item in told)
        if self.method == "mean":
            return points / weight
        if self.method == "sum":
            return points * sum(item.weight for item in self.items) / weight
        low = sum(item.weight * item.ends[0] for item in told)
        high = sum(item.weight * item.ends[1] for item in told)
        return 100 * (points - low) / (high - low)


def read_form(content: bytes) -> tuple[Form, Mapping[str, Found]]:
    """A questionnaire and the document that it came from.

    Raises
    ------
    InvalidAnswersError
        With everything that is wrong with the document.
    """
    document = _parse(content)
    return build_form(document), document


def build_form(document: Found) -> Form:
    """The same from a document that is no longer text."""
    reading = Reading()
    form = _form(Part("", document, reading))
    if reading.problems or form is None:
        raise InvalidAnswersError(tuple(reading.problems))
    return form


def _parse(content: bytes) -> Mapping[str, Found]:
    place = _("the document")
    if len(content) > MOST_BYTES:
        told = {"most": MOST_BYTES // 1024}
        raise _refusal(place, _("a larger one"), _("at most %(most)s KiB") % told)
    try:
        found = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError):
        raise _refusal(place, _("something else"), _("JSON in UTF-8, each name once")) from None
    if not isinstance(found, dict):
        raise _refusal(place, shown(found), _("a JSON object"))
    return found


def _refusal(place: str, came: str, expected: str) -> InvalidAnswersError:
    return InvalidAnswersError((Problem(place, came, expected),))


def _once(pairs: list[tuple[str, Found]]) -> dict[str, Found]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_number(name: str) -> Found:
    raise ValueError(name)


@dataclass
class Reading:
    """Everything that is wrong so far."""

    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A value, the place where it stands, and where problems are told."""

    place: str
    value: Found
    reading: Reading

    def refuse(self, expected: str) -> None:
        place = self.place or _("the document")
        self.reading.problems.append(Problem(place, shown(self.value), expected))

    def parts(self, *names: str) -> dict[str, "Part"] | None:
        """The fields of a mapping that holds exactly these."""
        if not isinstance(self.value, dict) or self.value.keys() != set(names):
            self.refuse(_("exactly the fields %(names)s") % {"names": ", ".join(names)})
            return None
        inside = f"{self.place}." if self.place else ""
        return {name: Part(inside + name, self.value[name], self.reading) for name in names}

    def items(self, fewest: int, most: int) -> list["Part"]:
        """The entries of a list."""
        if not isinstance(self.value, list) or not fewest <= len(self.value) <= most:
            told = {"fewest": fewest, "most": most}
            self.refuse(_("a list of %(fewest)s to %(most)s entries") % told)
            return []
        return [
            Part(f"{self.place}[{place}]", item, self.reading)
            for place, item in enumerate(self.value)
        ]

    def words(self, most: int) -> str:
        """A text that says something."""
        if not isinstance(self.value, str) or not is_plain(self.value) or len(self.value) > most:
            self.refuse(_("a text of up to %(most)s characters") % {"most": most})
            return ""
        return self.value.strip()

    def one_of(self, known: Sequence[str]) -> str:
        if self.value not in known:
            self.refuse(_("one of %(known)s") % {"known": ", ".join(known)})
            return known[0]
        return str(self.value)

    def number(self, low: float, high: float, *, above: bool = False) -> float:
        """A number in a range; `above` leaves its low end out."""
        value = self.value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high or (above and value == low):
            told = {"low": f"{low:g}", "high": f"{high:g}"}
            words = _("a number above %(low)s, up to %(high)s")
            self.refuse((words if above else _("a number from %(low)s to %(high)s")) % told)
            return high
        return float(value)

    def whole(self, low: int, high: int) -> int:
        if type(self.value) is not int or not low <= self.value <= high:
            told = {"low": low, "high": high}
            self.refuse(_("a whole number from %(low)s to %(high)s") % told)
            return low
        return self.value

    def is_true(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse(_("true or false"))
        return self.value is True


def is_plain(words: str) -> bool:
    """Whether a text says something, and nothing that a page or a database cannot hold."""
    kinds = {unicodedata.category(sign) for sign in words if sign not in "\n\t"}
    return bool(words.strip()) and kinds.isdisjoint({"Cc", "Cs"})


def shown(value: Found) -> str:
    """A value as a problem names it, in short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= LINE_CHARACTERS else f"{text[: LINE_CHARACTERS - 1]}…"


def _form(whole: Part) -> Form | None:
    parts = whole.parts(
        "format", "name", "language", "licence", "lead", "items", "scoring", "smallest_change"
    )
    if parts is None:
        return None
    parts["format"].one_of((FORMAT,))
    name, lead = parts["name"].words(NAME_CHARACTERS), parts["lead"].words(LONG_CHARACTERS)
    parts["language"].words(NAME_CHARACTERS)
    licence = parts["licence"].parts("holder", "granted_to", "terms") or {}
    items = tuple(_items(parts["items"]))
    method, better, fewest = _scoring(parts["scoring"], items)
    return Form(
        name=name,
        lead=lead,
        holder=_words(licence.get("holder")),
        granted_to=_words(licence.get("granted_to")),
        terms=_words(licence.get("terms"), LONG_CHARACTERS),
        items=items,
        method=method,
        better=better,
        fewest_items=fewest,
        smallest_change=_smallest(parts["smallest_change"]),
        version=version_of_content(FORMAT, whole.value),
    )


def _words(part: Part | None, most: int = SHORT_CHARACTERS) -> str:
    return part.words(most) if part is not None else ""


def _items(listed: Part) -> Iterator[Item]:
    seen: set[str] = set()
    for entry in listed.items(1, MOST_ITEMS):
        parts = entry.parts("id", "text", "steps", "weight", "reversed")
        if parts is None:
            continue
        name = parts["id"].value
        if not isinstance(name, str) or not ID.fullmatch(name) or name in seen:
            parts["id"].refuse(_("a short name of its own: small letters, digits and _"))
        seen.add(str(name))
        item = Item(
            id=str(name),
            text=parts["text"].words(LONG_CHARACTERS),
            steps=tuple(_steps(parts["steps"])),
            weight=parts["weight"].number(0, MOST_POINTS, above=True),
            is_reversed=parts["reversed"].is_true(),
        )
        if item.steps and item.ends[0] == item.ends[1]:
            parts["steps"].refuse(_("steps of different points"))
        yield item


def _steps(listed: Part) -> Iterator[Step]:
    for entry in listed.items(2, MOST_STEPS):
        parts = entry.parts("label", "points")
        if parts is not None:
            label = parts["label"].words(SHORT_CHARACTERS)
            yield Step(label, parts["points"].number(-MOST_POINTS, MOST_POINTS))


def _scoring(part: Part, items: tuple[Item, ...]) -> tuple[str, str, int]:
    parts = part.parts("method", "better", "fewest_items")
    if parts is None:
        return METHODS[0], BETTER[0], 1
    method = parts["method"].one_of(METHODS)
    better = parts["better"].one_of(BETTER)
    return method, better, parts["fewest_items"].whole(1, max(1, len(items)))


def _smallest(part: Part) -> SmallestChange | None:
    if part.value is None:
        return None
    parts = part.parts("points", "source")
    if parts is None:
        return None
    points = parts["points"].number(0, MOST_POINTS, above=True)
    return SmallestChange(points, parts["source"].words(LONG_CHARACTERS))


def has_plain_labels(item: Item) -> bool:
    """Whether its steps are plain numbers, to be shown in a row."""
    return all(len(step.label) <= PLAIN_LABEL_CHARACTERS for step in item.steps)
