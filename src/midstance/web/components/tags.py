"""The tags of every template: scripts and styles, icons, notices, charts, words with units."""

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.forms import BoundField, Form
from django.template.loader import render_to_string
from django.utils.formats import date_format, get_format
from django.utils.html import escape, format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from midstance.web.components.assets import built_fonts, built_url, files_of, read_icons
from midstance.web.components.chart import Chart
from midstance.web.components.exercise_figure import exercise_figure_html
from midstance.web.components.knee_map import Zone, knee_map_parts
from midstance.web.components.self_test import self_test_svg
from midstance.web.figures import clock_format, long_day_format

register = template.Library()

NOTICES = {
    "carry_on": "circle-check",
    "adjust": "triangle-alert",
    "stop": "octagon-x",
    "note": "info",
}
# They point on or back, which is the other way where writing runs to the left.
TURNING_ICONS = {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out", "undo-2"}
CELL_EDGE = "\x1f"  # the unit separator, which no word holds
LAST_CELL = SafeString("<td></td>")


@register.filter
def long_day(moment: datetime) -> str:
    """A date in full, by the reader's clock and language."""
    return date_format(localtime(moment), long_day_format())


@register.filter
def clock(moment: datetime) -> str:
    """A time of day, by the reader's clock and language."""
    return date_format(localtime(moment), clock_format())


@register.simple_tag
def number_signs() -> str:
    """The signs between thousands and before decimals, for scripts that write numbers."""
    return f"{get_format('THOUSAND_SEPARATOR')}|{get_format('DECIMAL_SEPARATOR')}"


@register.simple_tag
def asset(entry: str) -> SafeString:
    """The styles and the script of a Vite entry, named by its place under `web/`."""
    script, styles, imported = files_of(entry)
    links = format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((built_url(file),) for file in styles)
    )
    early = format_html_join(
        "\n", '<link rel="modulepreload" href="{}">', ((built_url(file),) for file in imported)
    )
    tag = (
        format_html('<script type="module" src="{}"></script>', built_url(script)) if script else ""
    )
    return format_html("{}\n{}\n{}", links, early, tag)


@register.simple_tag
def fonts() -> SafeString:
    """Asks for the first font before the styles are read."""
    return format_html_join(
        "\n",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        ((built_url(file),) for file in built_fonts()),
    )


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """One icon, hidden from readers because its word stands beside it."""
    drawing = mark_safe(read_icons().get(name, ""))  # noqa: S308 - our own kept drawings
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f"{css} icon-turns" if name in TURNING_ICONS else css,
        drawing,
    )


@register.simple_block_tag
def notice(content: str, kind: str = "note", title: str = "", level: int = 2) -> str:
    """A framed message: `note`, `carry_on`, `adjust` or `stop`, each with icon, word and shape."""
    return render_to_string(
        "components/notice/notice.html",
        {
            "kind": kind,
            "icon_name": NOTICES[kind],
            "title": title,
            "content": mark_safe(content),  # noqa: S308 - rendered by our own template
            "level": level,
        },
    )


@register.simple_tag
def field(bound: BoundField, width: str = "") -> SafeString:
    """A form field with label, hint, error and input, joined for screen readers."""
    bound.field.widget.attrs.pop("placeholder", None)  # it would say the label twice, and faintly
    return render_to_string("components/form/field.html", {"field": bound, "width": width})


@register.simple_tag
def error_summary(form: Form) -> SafeString:
    """All problems of a form, each a link to its field; nothing when there are none."""
    return render_to_string("components/form/error_summary.html", {"form": form})


@register.simple_tag
def chart(drawn: Chart) -> SafeString:
    """The one chart of the product: summary, drawing, keyboard cursor and table."""
    spec = json_script(drawn.spec(), f"{drawn.name}-spec")
    rows = table_rows(drawn.rows, drawn.row_links)
    parts = {"chart": drawn, "spec": spec, "table_rows": rows}
    return render_to_string("components/chart/chart.html", parts)


def table_rows(rows: Sequence[Sequence[str]], links: Sequence[Sequence[str]] = ()) -> SafeString:
    """The body of a table; without a template, because ten years hold thousands of cells."""
    if not links:
        return format_html_join("\n", "<tr>{}</tr>", ((table_cells(*row),) for row in rows))
    pairs = zip(rows, links, strict=True)
    cells = ((table_cells(*row), link_cell(*link)) for row, link in pairs)
    return format_html_join("\n", "<tr>{}{}</tr>", cells)


def link_cell(href: str = "", words: str = "") -> SafeString:
    """A way on from a row, or an empty cell."""
    return format_html('<td><a href="{}">{}</a></td>', href, words) if href else LAST_CELL


def table_cells(first: str, *others: str) -> SafeString:
    cells = escape(CELL_EDGE.join(others)).replace(CELL_EDGE, "</td><td>")
    return mark_safe(f'<th scope="row">{escape(first)}</th><td>{cells}</td>')  # noqa: S308 - escaped above


@register.simple_tag
def knee_map(zones: Sequence[Zone], side: str = "", name: str = "where") -> SafeString:
    """The pain map: a knee from four sides to tap, and the same places as checkboxes."""
    parts = knee_map_parts(zones, side, name)
    return render_to_string("components/knee_map/knee_map.html", parts)


@register.simple_tag
def self_test_figure(figure: str, alt: str, side: str = "right") -> SafeString:
    """The drawing of a self-test, or of one spot to press as `palpation/tendon`."""
    return self_test_svg(figure, alt, side)


@register.simple_tag
def exercise_figure(
    motion: str, alt: str, side: str = "right", *, moves: bool = True
) -> SafeString:
    """The figure of an exercise: it moves with script, and shows its stills without."""
    return exercise_figure_html(motion, alt, side, moves=moves)
