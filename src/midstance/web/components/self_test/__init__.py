"""The drawings of the self-tests, each a single SVG that says in words what it shows."""

from functools import lru_cache

from django.utils.safestring import SafeString

from midstance.web.components.self_test.figures import DRAWINGS, stills_of
from midstance.web.components.self_test.knees import (
    SPOTS,
    all_spots_svg,
    palpation_svg,
    swelling_svg,
)
from midstance.web.components.self_test.scene import scene_svg

FIGURES = (*DRAWINGS, "swelling_compare", "palpation")


@lru_cache(maxsize=128)
def self_test_svg(figure: str, alt: str, side: str = "right") -> SafeString:
    """The drawing of a self-test, or of one spot to press as `palpation/tendon`.

    Without `alt` it is hidden from readers, for where words beside it say the same.
    """
    is_left = side == "left"
    name, _, spot = figure.partition("/")
    if name in DRAWINGS:
        return scene_svg(stills_of(name), alt, is_left=is_left)
    if name == "swelling_compare":
        return swelling_svg(alt, is_left=is_left)
    if figure == "palpation":
        return all_spots_svg(alt, is_left=is_left)
    if name == "palpation" and spot in SPOTS:
        return palpation_svg(spot, alt, is_left=is_left)
    raise ValueError(f"no drawing is called {figure}: expected one of {', '.join(FIGURES)}")


def spot_figure(spot: str) -> str:
    """The close view of a spot of the palpation; "" where there is none."""
    return f"palpation/{spot}" if spot in SPOTS else ""
