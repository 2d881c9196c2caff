"""The places of the frame, in their order. A page names its own in `urls.py`."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise


@dataclass(frozen=True)
class Place:
    """One place of the bar or one line of the menu."""

    order: int
    name: str | Promise
    icon: str
    route: str  # the name of its address
    prefix: str  # every address of the place begins with it
    in_menu: bool = False
    more: tuple[str, ...] = ()  # other addresses that belong to it

    def holds(self, path: str) -> bool:
        return path.startswith((self.prefix, *self.more))


@cache
def places() -> tuple[Place, ...]:
    """All places that exist, in order."""
    from midstance.web.urls import page_modules  # noqa: PLC0415 - the addresses import the pages

    named = [place for module in page_modules("urls") for place in getattr(module, "PLACES", ())]
    return tuple(sorted(named, key=lambda place: place.order))
