"""Print every table, or with --write put them into the pages that quote them."""

import sys

from validation import constants, evidence, exercises, films, knee_load, red_flags, screens
from validation.assess import report
from validation.filmed import report as filmed_report
from validation.gait import report as gait_report
from validation.plan import report as plan_report
from validation.rendered import report as rendered_report
from validation.response import report as response_report
from validation.tables import write_into
from validation.why import report as why_report


def main() -> None:
    for page, built in (
        (knee_load.DOCS, knee_load.tables()),
        (constants.PAGE, constants.tables()),
        (report.DOCS, report.tables()),
        (evidence.PAGE, evidence.tables()),
        (red_flags.PAGE, red_flags.tables()),
        (exercises.PAGE, exercises.tables()),
        (screens.PAGE, screens.tables()),
        (screens.PAGE, filmed_report.tables()),
        (films.PAGE, films.tables()),
        (plan_report.DOCS, plan_report.tables()),
        (why_report.DOCS, why_report.tables()),
        (response_report.DOCS, response_report.tables()),
        (gait_report.DOCS, gait_report.tables()),
        (gait_report.DOCS, rendered_report.tables()),
    ):
        if "--write" in sys.argv[1:]:
            page.write_text(write_into(page.read_text("utf-8"), built), "utf-8")
            continue
        for table in built:
            print(f"\n{table.title}\n\n{table.text()}")


if __name__ == "__main__":
    main()
