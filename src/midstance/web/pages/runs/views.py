"""All your runs, searched and sorted."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from midstance.app.list_runs import RunPage, list_runs
from midstance.web import figures
from midstance.web.pages.runs.lines import run_line
from midstance.web.person import runner_of, units_of

SEARCH_CHARACTERS = 100


@dataclass(frozen=True)
class Order:
    """One way to sort; the key is that of the use case."""

    key: str
    name: str | Promise


ORDERS = (
    Order("-start", gettext_lazy("Newest first")),
    Order("start", gettext_lazy("Oldest first")),
    Order("-load", gettext_lazy("Most knee load")),
    Order("load", gettext_lazy("Least knee load")),
    Order("-distance", gettext_lazy("Longest distance")),
    Order("distance", gettext_lazy("Shortest distance")),
    Order("-moving", gettext_lazy("Longest time")),
    Order("name", gettext_lazy("Name, A to Z")),
)
ORDER_KEYS = {order.key for order in ORDERS}


@dataclass(frozen=True)
class Heading:
    """A column that can be sorted, and where its link leads."""

    key: str
    name: str | Promise
    query: str
    sorted: str  # "ascending", "descending" or "none", as aria-sort wants it

    @property
    def is_number(self) -> bool:
        return self.key != "start"


COLUMNS = (
    ("start", gettext_lazy("Date")),
    ("distance", gettext_lazy("Distance (%(distance)s)")),
    ("moving", gettext_lazy("Time")),
    ("load", gettext_lazy("Knee load (BW·s)")),
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything unknown gives the usual."""

    search: str
    sort: str
    page: int

    def query(self, *, sort: str | None = None, page: int = 1) -> str:
        asked = {"q": self.search, "sort": sort or self.sort, "page": str(page) if page > 1 else ""}
        return "?" + urlencode({key: value for key, value in asked.items() if value})


def show_runs(request: HttpRequest) -> HttpResponse:
    runner, units = runner_of(request), units_of(request)
    asked = read_asked(request)
    found = list_runs(runner, search=asked.search, sort=asked.sort, page=asked.page)
    names = {"distance": units.distance_name}
    context = {
        "asked": asked,
        "orders": ORDERS,
        "headings": {key: heading(key, name % names, asked) for key, name in COLUMNS},
        "lines": [run_line(row, units) for row in found.runs],
        "found": found,
        "total_words": figures.grouped(found.total),
        "distance_name": units.distance_name,
        "pace_name": units.pace_name,
        "has_runs": found.total > 0 or list_runs(runner, per_page=1).total > 0,
        **neighbours(asked, found),
    }
    return render(request, "pages/runs/page.html", context)


def read_asked(request: HttpRequest) -> Asked:
    sort = request.GET.get("sort", "")
    page = request.GET.get("page", "")
    return Asked(
        request.GET.get("q", "").replace("\0", "").strip()[:SEARCH_CHARACTERS],
        sort if sort in ORDER_KEYS else ORDERS[0].key,
        int(page) if page.isdecimal() and len(page) < 7 else 1,  # noqa: PLR2004 - any such page is past the end
    )


def heading(key: str, name: str | Promise, asked: Asked) -> Heading:
    """A click sorts downwards first, a second one upwards."""
    descending = asked.sort == f"-{key}"
    states = {f"-{key}": "descending", key: "ascending"}
    query = asked.query(sort=key if descending else f"-{key}")
    return Heading(key, name, query, states.get(asked.sort, "none"))


def neighbours(asked: Asked, found: RunPage) -> dict[str, str]:
    """Where the pages before and after lie; empty at the ends."""
    return {
        "newer": asked.query(page=found.page - 1) if found.page > 1 else "",
        "older": asked.query(page=found.page + 1) if found.page < found.pages else "",
    }
