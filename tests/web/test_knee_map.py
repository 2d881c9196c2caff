"""The pain map: a drawing in which each place is found once, and a list that says the same."""

import re
from dataclasses import replace
from itertools import pairwise
from math import dist, hypot

import pytest
from django.template import engines
from django.template.loader import render_to_string

from midstance.app.checking.records import AnswerLine
from midstance.knowledge.words import read_words
from midstance.web.components.knee_map import Zone, knee_map_parts, knee_picture
from midstance.web.components.knee_map.curves import Curve, outline
from midstance.web.components.knee_map.lighting import STYLES, lighting_rules
from midstance.web.components.knee_map.sides import HEIGHT, SHOWN, SIDES, WIDTH, ZONE_IDS
from midstance.web.pages.check.asked import marked_places

PHONE_PX = 290  # the width of one side on a phone, as knee_map.css sets it
ROW_PX = 163  # the least width of one of four sides in a row
FINGER_PX, MOST_PX = 24, 40
GRID = [(x + 0.5, y + 0.5) for x in range(0, WIDTH, 4) for y in range(0, HEIGHT, 4)]


def inside(point, polygon):
    x, y = point
    ring = pairwise([*polygon, polygon[0]])
    crossings = sum(
        (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in ring
    )
    return crossings % 2 == 1


def edge_distance(point, polygon):
    return min(distance(point, start, end) for start, end in pairwise([*polygon, polygon[0]]))


def distance(point, start, end):
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length = hypot(x1 - x0, y1 - y0)
    along = 0 if length == 0 else ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length**2
    t = min(max(along, 0), 1)
    return dist(point, (x0 + t * (x1 - x0), y0 + t * (y1 - y0)))


def widest_disc_px(patches):
    px = PHONE_PX / SHOWN[2]
    return max(
        2 * px * edge_distance(point, patch)
        for patch in (patch.polygon(4) for patch in patches)
        for point in GRID
        if inside(point, patch)
    )


def all_zones(*checked):
    return [
        Zone(zone, side.id, f"Place {zone}", zone in checked)
        for side in SIDES.values()
        for zone in side.corners
    ]


def rendered(zones, side="right"):
    template = engines["django"].from_string("{% knee_map zones side %}")
    return template.render({"zones": zones, "side": side})


@pytest.mark.parametrize("side", SIDES.values(), ids=SIDES)
def test_no_two_zones_overlap_and_none_leaves_the_leg(side):
    zones = [patch.polygon() for patches in side.zones.values() for patch in patches]
    body = side.body.polygon()
    for point in GRID:
        found = sum(inside(point, zone) for zone in zones)
        assert found <= 1
        assert not found or inside(point, body) or edge_distance(point, body) < 1


@pytest.mark.parametrize("side", SIDES.values(), ids=SIDES)
def test_a_tap_on_the_leg_finds_a_zone_or_turns_to_the_side_that_shows_it(side):
    zones = [patch.polygon() for patches in side.zones.values() for patch in patches]
    turns = [area.polygon() for area in side.turning.values()]
    body = side.body.polygon()
    leg = [point for point in GRID if inside(point, body) and edge_distance(point, body) > 1]
    for point in leg:
        assert sum(inside(point, area) for area in [*zones, *turns]) <= 1
    missed = [point for point in leg if not any(inside(point, area) for area in [*zones, *turns])]
    assert len(missed) <= 0.02 * len(leg)


@pytest.mark.parametrize("side", SIDES.values(), ids=SIDES)
def test_a_finger_fits_into_every_zone_on_a_phone(side):
    discs_px = {zone: widest_disc_px(patches) for zone, patches in side.zones.items()}
    assert len(discs_px) >= 9
    assert min(discs_px.values()) >= FINGER_PX
    assert sum(disc >= MOST_PX for disc in discs_px.values()) > len(discs_px) / 2


@pytest.mark.parametrize("side", SIDES.values(), ids=SIDES)
def test_every_zone_is_large_enough_where_four_sides_stand_in_a_row(side):
    for patches in side.zones.values():
        for patch in patches:
            for along in zip(*patch.polygon(), strict=True):
                assert (max(along) - min(along)) * ROW_PX / SHOWN[2] >= FINGER_PX


def test_every_zone_is_named_after_its_view_and_only_once():
    assert len(set(ZONE_IDS)) == len(ZONE_IDS)
    for side in SIDES.values():
        assert all(zone.startswith(f"{side.id}_") for zone in side.corners)


def test_the_places_of_the_question_are_the_zones_of_the_drawing():
    places = read_words("questions", "en")["where"].options
    not_one_spot = {"behind_kneecap", "whole_knee", "cannot_point"}
    assert set(places) - not_one_spot == set(ZONE_IDS)


def test_the_styles_light_every_zone_of_the_drawing():
    assert STYLES.read_text(encoding="utf-8") == lighting_rules()


def test_every_zone_is_bound_to_the_checkbox_of_its_place():
    html = rendered(all_zones())
    boxes = re.findall(r'<input type="checkbox" name="where" value="(\w+)" id="where-(\w+)"', html)
    assert [value for value, _ in boxes] == list(ZONE_IDS)
    assert all(value == known for value, known in boxes)
    labels = re.findall(r'<label class="knee-zone" for="where-(\w+)" data-zone="(\w+)"', html)
    assert sorted(labels) == sorted(boxes)


def test_the_drawing_is_hidden_from_readers_and_holds_nothing_to_focus():
    html = rendered(all_zones())
    picture, the_list = html.split('<details class="disclosure knee-map-list">')
    assert 'class="knee-map-picture" aria-hidden="true"' in picture
    assert picture.count("<input") == picture.count('tabindex="-1"')
    assert "aria-hidden" not in re.sub(r'<svg class="icon[^>]*>', "", the_list)


def test_which_side_one_looks_at_is_not_sent():
    radios = re.findall(r'<input type="radio"[^>]*>', rendered(all_zones()))
    assert len(radios) == len(SIDES)
    assert all('form="no-form"' in radio for radio in radios)


def test_ticked_places_stay_ticked_and_open_their_side():
    html = rendered(all_zones("outer_shin"))
    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["outer", "outer_shin"]


def test_the_left_knee_is_the_right_one_mirrored_with_its_words_changed_about():
    right, left = rendered(all_zones(), "right"), rendered(all_zones(), "left")
    assert "Your left knee" in left
    assert "scale(-1 1)" not in right
    turns = sum(len(side.turns) for side in SIDES.values())
    assert left.count("scale(-1 1)") == len(SIDES) + len(ZONE_IDS) + turns
    assert re.findall(r' d="[^"]+"', left) == re.findall(r' d="[^"]+"', right)
    words = re.compile(r"<span>(\w+)</span><span>(\w+)</span>")
    assert [pair[::-1] for pair in words.findall(left)] == words.findall(right)


def test_the_inner_side_of_a_right_knee_is_at_the_right_hand_of_who_looks_at_it():
    views = {view.side.id: view for view in knee_map_parts((), "right", "where")["views"]}
    outer_x = min(x for x, _ in SIDES["front"].zones["front_outer_edge"][0].polygon())
    inner_x = min(x for x, _ in SIDES["front"].zones["front_inner_edge"][0].polygon())
    assert outer_x < inner_x
    assert (views["front"].left_word, views["front"].right_word) == ("outer", "inner")


def test_a_place_without_a_side_is_in_the_list_alone():
    html = rendered([*all_zones(), Zone("whole_knee", "", "All over <the knee>")])
    assert 'value="whole_knee"' in html
    assert 'for="where-whole_knee"' not in html
    assert "All over &lt;the knee&gt;" in html


def test_the_picture_shows_only_the_sides_on_which_something_is_marked():
    places = ["inner_thigh", "front_tip", "whole_knee"]
    picture = knee_picture(places, ("Inner side: thigh", "The tip", "All over"), "left")
    assert [view.side.id for view in picture.views] == ["front", "inner"]
    assert [drawn.zone.id for view in picture.views for drawn in view.drawn] == [
        "front_tip",
        "inner_thigh",
    ]
    html = render_to_string("components/knee_map/picture.html", {"picture": picture})
    assert "your left knee:</strong> Inner side: thigh; The tip; All over" in html
    assert html.count("scale(-1 1)") == html.count("<svg") == 2


def test_the_result_draws_what_was_marked_and_nothing_that_no_longer_counts():
    said = AnswerLine("where", "Where?", ("Tip",), ["front_tip"], False, False, (), False, True)
    assert marked_places([said], "right").said == ("Tip",)
    assert marked_places([replace(said, answer="unknown", is_unsure=True)], "right") is None
    assert marked_places([replace(said, applies=False)], "right") is None
    assert marked_places([], "right") is None


def test_a_curve_passes_through_all_its_points_and_its_pieces_join():
    curve = Curve(((0, 0), (10, 5), (20, 0), (30, 8)))
    assert [segment[0] for segment in curve.segments] == list(curve.points[:-1])
    forth, back = curve.piece((0, 0), (30, 8)), curve.piece((30, 8), (0, 0))
    assert back == tuple(segment[::-1] for segment in reversed(forth))


def test_corners_that_no_single_curve_joins_are_refused():
    with pytest.raises(ValueError, match="expected one curve"):
        outline((Curve(((0, 0), (1, 1))),), ((0, 0), (2, 2)))
