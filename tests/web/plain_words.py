"""What a page shows or speaks, and the plain words in it."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

SPOKEN = {"alt", "aria-label", "aria-roledescription", "label", "placeholder", "title"}
NOT_SHOWN = {"style", "template"}
SPEC_CODES = {"axis", "color", "style"}
WORD = re.compile(r"[A-Za-z]{2,}")
TRANSLATED = re.compile(r"[⟦⟧]|[^\W\d_a-zA-Z]+")
BUTTONS = {"submit", "button", "reset"}


class Reader(HTMLParser):
    """Collects every text of a page: between tags, in spoken attributes, in data for scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.forms: list[tuple[str, list[str]]] = []
        self.hidden = 0
        self.is_data = self.is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.hidden += tag in NOT_SHOWN
        self.is_script = tag == "script"
        self.is_data = self.is_script and told.get("type") == "application/json"
        self.texts += [value for name, value in told.items() if is_spoken(tag, name, told)]
        if tag == "form" and told.get("method") == "post":
            self.forms.append((told.get("action", ""), []))
        if self.forms and tag in {"input", "textarea", "select"} and told.get("type") != "file":
            self.forms[-1][1].append(told.get("name", ""))
        if tag == "a" and told.get("href", "").startswith(("/", "?")):
            self.links.append(told["href"])

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in NOT_SHOWN
        if tag == "script":
            self.is_script = self.is_data = False

    def handle_data(self, data: str) -> None:
        if self.is_data:
            self.texts += texts_of(json.loads(data))
        elif not self.is_script and not self.hidden:
            self.texts.append(data)


def is_spoken(tag: str, name: str, told: dict[str, str]) -> bool:
    if name.startswith("data-"):
        return " " in told[name]  # a sentence for a script, not a place or a code
    if name == "value":
        return tag == "input" and told.get("type") in BUTTONS
    return name in SPOKEN


def texts_of(spec: object) -> Iterator[str]:
    """Every text in the data of a script, the codes left out."""
    if isinstance(spec, str):
        yield spec
    elif isinstance(spec, list):
        for item in spec:
            yield from texts_of(item)
    elif isinstance(spec, dict):
        for key, item in spec.items():
            if key not in SPEC_CODES:
                yield from texts_of(item)


def read_page(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def plain_pieces(text: str, allowed: re.Pattern[str]) -> list[str]:
    """Stretches with words in plain letters, once what may be plain is taken out."""
    return [piece for piece in TRANSLATED.split(allowed.sub("", text)) if WORD.search(piece)]
