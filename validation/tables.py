"""Tables that are printed and that pages quote between two marks."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One table: the name under which a page quotes it, and its cells."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """The table as Markdown."""
        lines = [self.head, tuple("---" for _ in self.head), *self.rows]
        return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def write_into(page: str, tables: Sequence[Table]) -> str:
    """The page with every quoted table renewed; one that the page does not quote is an error."""
    for table in tables:
        before, mark, rest = page.partition(f"<!-- validation: {table.name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not mark or not end:
            raise ValueError(f"Expected a place for the table {table.name} in the page.")
        page = f"{before}{mark}\n{table.text()}\n\n{end}{after}"
    return page
