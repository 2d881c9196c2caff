"""How far away the camera stands, as far as a film tells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.gait.quality import estimate_distance
from midstance.knowledge.gait_constants import load_gait_constants

C = load_gait_constants()
NARROW, WIDE = C.gait_camera_view_deg


def seen_px(distance_m, height_m, view_deg, long_px):
    """How tall a body stands in the picture of a lens without bends."""
    focal_px = long_px / 2 / np.tan(np.radians(view_deg) / 2)
    return focal_px * height_m / distance_m


@given(
    st.floats(1, 12), st.floats(1.2, 2.2), st.floats(NARROW, WIDE), st.sampled_from([1280, 3840])
)
def test_the_range_holds_the_distance_whatever_the_lens_takes_in(away_m, height_m, view, long_px):
    low, high = estimate_distance(seen_px(away_m, height_m, view, long_px), height_m, long_px, C)
    assert low <= away_m * (1 + 1e-9)
    assert high >= away_m * (1 - 1e-9)


@pytest.mark.parametrize(("body_px", "height_m"), [(0, 1.7), (400, None)])
def test_nothing_is_said_without_her_size(body_px, height_m):
    assert estimate_distance(body_px, height_m, 1280, C) is None
