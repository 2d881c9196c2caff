"""The help to frame: what a look says, as the app's own TypeScript reckons it, and its files."""

import base64
import hashlib
import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from midstance.core.gait.keypoints import JOINTS
from midstance.pose.detector import Detector
from midstance.pose.landmarks import Landmarker
from midstance.pose.picture import Square
from midstance.pose.weights import HEATMAP, MODELS, POINTS, PRESENCE
from midstance.web.components.assets import files_of, is_built, read_manifest, settings
from midstance.web.pages.offline.shell import shell_now

CHECKOUT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("framing_driver.mjs")
HALF_TURN_DEG = 180
SCRIPT_LIMIT_BYTES = 9_000
AHEAD = {"rate": 60, "rollDeg": 0, "pitchDeg": 0}


@pytest.fixture(scope="module")
def page():
    """Gives what a function of the page gives."""
    command = [CHECKOUT / "scripts/with_node.sh", "node", DRIVER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=CHECKOUT, **pipes) as node:

        def ask(act: str, **more: object):
            node.stdin.write(json.dumps({"do": act, **more}) + "\n")
            node.stdin.flush()
            heard = json.loads(node.stdout.readline())
            assert "error" not in heard, heard
            return heard["done"]

        yield ask
        node.stdin.close()


# What is said

HEIGHTS = {"nose": 0.03, "ear": 0.02, "shoulder": 0.16, "hip": 0.47, "knee": 0.7, "ankle": 0.94}
HEIGHTS |= {"heel": 0.98, "toe": 1.0}


def body(top=0.15, bottom=0.85, x=0.5, sure=0.9):
    """Somebody who stands in the picture from the crown to the soles."""
    ears_to_sole = (bottom - top) / 1.11
    head = top + 0.09 * ears_to_sole
    parts = [name.removeprefix("left_").removeprefix("right_") for name in JOINTS]
    lowest, highest = HEIGHTS["toe"], HEIGHTS["ear"]
    heights = [(HEIGHTS[part] - highest) / (lowest - highest) for part in parts]
    return [{"x": x, "y": head + height * ears_to_sole, "sure": sure} for height in heights]


def sight(**more):
    return {"people": 1, "joints": body(), "light": 0.5, "widthPx": 1280, "heightPx": 720, **more}


def said(page, stand=AHEAD, **more):
    return page("judge", sight=sight(**more), stand=stand)


def test_a_whole_body_in_the_middle_is_good(page):
    assert said(page) == ["good"]
    assert said(page, stand={"rate": None, "rollDeg": None, "pitchDeg": None}) == ["good"]


@pytest.mark.parametrize(
    ("advice", "seen"),
    [
        ("dark", {"light": 0.1}),
        ("dark", {"light": 0.1, "joints": None}),
        ("nobody", {"joints": None, "people": 0}),
        ("others", {"people": 2}),
        ("near", {"joints": body(-0.2, 1.3)}),
        ("feet", {"joints": body(0.3, 1.02)}),
        ("head", {"joints": body(-0.05, 0.9)}),
        ("far", {"joints": body(0.4, 0.7)}),
        ("far", {"joints": body(0.1, 0.7), "widthPx": 320, "heightPx": 240}),
        ("aside", {"joints": body(x=0.05)}),
        ("aside", {"joints": body(x=0.95)}),
        ("hidden", {"joints": body(sure=0.2)}),
    ],
)
def test_what_is_wrong_in_the_picture_is_said_first(page, advice, seen):
    assert said(page, **seen)[0] == advice


@pytest.mark.parametrize(
    ("advice", "stand"),
    [
        ("roll", {"rollDeg": -6}),
        ("roll", {"rollDeg": 6}),
        ("pitch", {"pitchDeg": 20}),
        ("pitch", {"pitchDeg": -20}),
        ("slow", {"rate": 12}),
    ],
)
def test_what_is_wrong_with_the_phone_is_said_too(page, advice, stand):
    assert said(page, stand={**AHEAD, **stand}) == [advice]


def test_the_further_she_sinks_out_of_the_picture_the_sooner_it_is_said(page):
    cut = [said(page, joints=body(0.2, bottom))[0] for bottom in np.linspace(0.9, 1.2, 13)]
    assert cut[0] == "good"
    assert cut[-1] == "feet"
    assert cut == sorted(cut, reverse=True)  # once cut off, never good again


@pytest.mark.parametrize("turn_deg", [0, 90, 180, -90])
@pytest.mark.parametrize("roll_deg", [-10, 0, 10])
def test_a_phone_that_stands_on_any_edge_leans_by_the_rest(page, turn_deg, roll_deg):
    up = np.radians(turn_deg + roll_deg)
    x, y, z = np.sin(up), np.cos(up), 1e-9  # which way is up, seen from the phone
    gamma, beta = np.degrees([np.arctan2(-x, z), np.arctan2(y, np.hypot(x, z))])
    lean = page("lean", beta=beta, gamma=gamma)
    assert lean["rollDeg"] == pytest.approx(roll_deg, abs=0.1)
    assert lean["pitchDeg"] == pytest.approx(0, abs=0.1)


def test_a_phone_on_its_back_looks_up(page):
    assert page("lean", beta=0, gamma=0)["pitchDeg"] == pytest.approx(90)
    assert page("lean", beta=70, gamma=0)["pitchDeg"] == pytest.approx(20)


def test_one_look_alone_says_nothing_and_nothing_is_said_twice(page):
    looks = ["far", "good", "far", "far", "far", "good", "good", "far", "good", "good"]
    new = page("hear", advice=looks)
    assert [look for look, is_new in zip(looks, new, strict=True) if is_new] == ["far", "good"]


# The arithmetic around the networks, held against that of the analysis


class Saying:
    """A network that says what it was told to."""

    def __init__(self, side, **outputs):
        self.side, self.outputs = side, outputs

    def run(self, picture):
        del picture
        return self.outputs


def packed(values):
    return base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()


@pytest.mark.parametrize(("width", "height"), [(640, 480), (480, 640), (1280, 720)])
def test_people_are_found_where_the_analysis_finds_them(page, width, height):
    random = np.random.default_rng(width)
    raw = random.normal(0, 25, (2254, 12)).astype(np.float32)
    raw[:, 2:4] = random.uniform(20, 90, (2254, 2))
    logits = random.normal(-4, 2, 2254).astype(np.float32)
    scale = 224 / max(width, height)
    shown = np.zeros((round(height * scale), round(width * scale), 4), np.uint8)
    camera = SimpleNamespace(width_px=width, height_px=height, show=lambda *_: shown)
    network = Saying(224, Identity=raw, Identity_1=logits[:, None])
    expected = [seen.square for seen in Detector(network).find(camera, None)]
    found = page("people", raw=packed(raw), logits=packed(logits), width=width, height=height)
    assert len(expected) > 2
    assert_same(found, expected)


def assert_same(found, expected):
    for one, other in zip(found, expected, strict=True):
        assert [one["x"], one["y"], one["size"]] == pytest.approx(
            [other.x_px, other.y_px, other.size_px], abs=0.01
        )
        apart_deg = np.degrees(one["turn"] - other.turn_rad)
        assert (apart_deg + HALF_TURN_DEG) % 360 - HALF_TURN_DEG == pytest.approx(0, abs=0.01)


def test_joints_are_put_where_the_analysis_puts_them(page):
    random = np.random.default_rng(4)
    points = random.uniform(0, 256, (39, 5)).astype(np.float32)
    points[:, 3] = random.normal(0, 3, 39)
    square = Square(300.0, 220.0, 410.0, 0.3)
    cold = np.full((64, 64, 39), -50, np.float32)
    outputs = {POINTS: points.ravel(), PRESENCE: np.array([0.9], np.float32), HEATMAP: cold}
    camera = SimpleNamespace(width_px=640, height_px=480, cut=lambda *_: None)
    expected = Landmarker(Saying(256, **outputs)).find(camera, None, square)
    asked = {"x": 300, "y": 220, "size": 410, "turn": 0.3}
    told = {"points": packed(points), "square": asked, "width": 640, "height": 480}
    found = page("body", presence=0.9, **told)
    places = np.array([[joint["x"] * 640, joint["y"] * 480] for joint in found["joints"]])
    np.testing.assert_allclose(places, expected.position_px, atol=0.01)
    sure = [joint["sure"] for joint in found["joints"]]
    np.testing.assert_allclose(sure, expected.score, atol=1e-5)
    assert_same([found["next"]], [expected.square])
    assert page("body", presence=0.4, **told) is None


# What is served


@pytest.fixture
def chunks():
    assert is_built(), "run make assets"
    return read_manifest()


def served(chunks, part):
    (name,) = {chunk["file"] for chunk in chunks.values() if part in chunk["file"]}
    return name


@pytest.mark.parametrize(
    ("part", "weights"),
    [
        ("pose_landmark_lite", "pose_landmark_lite.tflite"),
        ("pose_solution_packed_assets", "pose_detection.tflite"),
    ],
)
def test_the_models_are_the_known_ones(chunks, part, weights):
    known = json.loads((MODELS / "weights.json").read_text("utf-8"))["weights"][weights]
    content = (settings.BUILT / served(chunks, part)).read_bytes()
    assert hashlib.sha256(content).hexdigest() == known["sha256"]


@pytest.mark.django_db
def test_runtime_and_models_are_kept_for_a_year_and_by_no_worker(client, chunks):
    kept = shell_now().files
    for part in ("litert_wasm_compat_internal", "pose_landmark_lite", "pose_solution_packed"):
        files = {chunk["file"] for chunk in chunks.values() if part in chunk["file"]}
        assert files
        for file in files:
            answer = client.get(f"/static/built/{file}", headers={"accept-encoding": "br"})
            assert answer.headers["Cache-Control"].endswith("immutable")
            assert not [each for each in kept if file in each]
            if file.endswith(".wasm"):
                assert answer.headers["Content-Type"] == "application/wasm"
                assert len(answer.content) < 2_600_000


def test_the_recorder_brings_no_model_before_it_is_asked_to(chunks):
    script, _, imported = files_of("pages/films/page.ts")
    files = {script, *imported}
    assert not [file for file in files if "framing" in file or "litert" in file]
    assert any("framing" in chunk["file"] for chunk in chunks.values())
