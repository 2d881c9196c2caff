"""The `glossary-table` directive: draws docs/glossary.yaml as one table."""

from pathlib import Path
from typing import Any, ClassVar

import yaml
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

COLUMNS = {"term": "Term", "plain": "Plain word", "unit": "Unit and sign", "meaning": "Meaning"}
WIDTHS = (20, 20, 20, 40)


class GlossaryTable(Directive):
    """Reads glossary.yaml beside the page and draws one row a word."""

    has_content: ClassVar[bool] = False

    def run(self) -> list[nodes.Node]:
        env = self.state.document.settings.env
        env.note_dependency(str(Path(env.srcdir) / "glossary.yaml"))
        words = yaml.safe_load((Path(env.srcdir) / "glossary.yaml").read_text(encoding="utf-8"))
        group = nodes.tgroup(cols=len(COLUMNS))
        group += [nodes.colspec(colwidth=width) for width in WIDTHS]
        group += nodes.thead("", _row(COLUMNS))
        group += nodes.tbody("", *(_row(word) for word in sorted(words, key=_by_term)))
        return [nodes.table("", group)]


def _by_term(word: dict[str, Any]) -> str:
    return str(word["term"]).casefold()


def _row(cells: dict[str, Any]) -> nodes.row:
    texts = (str(cells.get(column) or "") for column in COLUMNS)
    return nodes.row("", *(nodes.entry("", nodes.paragraph(text=text)) for text in texts))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("glossary-table", GlossaryTable)
    return {"parallel_read_safe": True}
