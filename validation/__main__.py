"""Print every table, or with --write put them into the pages that quote them."""

import sys

from validation.knee_load import DOCS, tables
from validation.tables import write_into


def main() -> None:
    built = tables()
    if "--write" in sys.argv[1:]:
        DOCS.write_text(write_into(DOCS.read_text("utf-8"), built), "utf-8")
        return
    for table in built:
        print(f"\n{table.title}\n\n{table.text()}")


if __name__ == "__main__":
    main()
