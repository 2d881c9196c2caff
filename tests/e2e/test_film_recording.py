"""Filming oneself in a real browser: counted down, shown, put into the form, helped to frame."""

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from e2e.conftest import QUIET_FLAGS
from e2e.everybody import faults_of
from e2e.product import AXE, DESKTOP, PHONE, Product, watching
from midstance.pose import FilmReader
from pose.films import CLIP

FORM = "/films/new/"
SLOWLY_MS = 60_000
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
WHOLE, NO_FEET = (slice(470, 990), slice(920, 1520)), (slice(340, 860), slice(920, 1520))
FROM, PICTURES = 84, 12
LENS = 30  # pictures a second of the browser's made-up camera

EARS = """
window.said = []; window.streams = []; window.wakes = 0;
Object.defineProperty(window, "speechSynthesis", { value: {
  speak: (one) => said.push(one.text), cancel: () => {} } });
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
  wakes += 1; return { released: false, release: async () => {} }; } } });
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await open(wanted); streams.push({ stream, wanted }); return stream; };
const known = MediaRecorder.isTypeSupported.bind(MediaRecorder);
MediaRecorder.isTypeSupported = (kind) => (!window.only || kind.includes(only)) && known(kind);
"""
LIVE_TRACKS = """() => streams.flatMap(({ stream }) => stream.getTracks())
  .filter((track) => track.readyState === "live").length"""
HASTE = """() => {
  document.querySelector("[data-film-recorder]").dataset.seconds = "3";
  document.querySelector("[data-delay]").dataset.delay = "1";
}"""
FILE = """async () => {
  const { files } = document.querySelector("input[type=file]");
  const read = new FileReader();
  await new Promise((done) => { read.onload = done; read.readAsDataURL(files[files.length - 1]); });
  return [[...files].map(({ name }) => name), read.result.split(",")[1]];
}"""
HIDE = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  delete document.visibilityState;
}"""
TRY_ELSEWHERE = """() => Promise.all([
  navigator.mediaDevices.getUserMedia({ video: true }),
  WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
].map((tried) => tried.then(() => "done", (error) => error.name)))"""
LEAN = """() => dispatchEvent(
  new DeviceOrientationEvent("deviceorientation", { alpha: 0, beta: 60, gamma: 0 }))"""


def jpegs(part: tuple[slice, slice]) -> bytes:
    """Some pictures of the walking clip, forth and back, so that nobody jumps."""
    coder = av.CodecContext.create("mjpeg", "w")
    height, width = ((each.stop - each.start) for each in part)
    coder.width, coder.height, coder.pix_fmt = width, height, "yuvj420p"
    coder.time_base = Fraction(1, LENS)
    packed = []
    with av.open(str(CLIP)) as clip:
        for frame in islice(clip.decode(video=0), FROM, FROM + PICTURES):
            picture = np.ascontiguousarray(frame.to_ndarray(format="rgb24")[part])
            shown = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format="yuvj420p")
            shown.pts, shown.time_base = len(packed), coder.time_base
            packed += [bytes(packet) for packet in coder.encode(shown)]
    return b"".join(packed + packed[::-1])


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the browser's made-up camera shows: a whole body; a whole one, then one without feet."""
    folder = tmp_path_factory.mktemp("camera")
    whole, cut = jpegs(WHOLE), jpegs(NO_FEET)
    times = 6 * LENS // (2 * PICTURES)
    made = {"whole": whole, "sinking": whole * times + cut * times}
    for name, content in made.items():
        (folder / f"{name}.mjpeg").write_bytes(content)
    return {name: folder / f"{name}.mjpeg" for name in made}


@pytest.fixture(scope="module")
def player() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def filming(player: Playwright, film: Path | None = None) -> Iterator[Browser]:
    """A browser with a camera that shows a film, or without a camera."""
    path = shutil.which(os.environ.get("MIDSTANCE_CHROMIUM", "chromium"))
    camera = [*FAKE, f"--use-file-for-fake-video-capture={film}"] if film else []
    browser = player.chromium.launch(executable_path=path, args=[*QUIET_FLAGS, *camera])
    yield browser
    browser.close()


@contextmanager
def opened(browser: Browser, product: Product, **options) -> Iterator[Page]:
    context = browser.new_context(**{"viewport": PHONE, **options})
    context.add_init_script(AXE.read_text(encoding="utf-8"))
    context.add_init_script(EARS)
    with watching(context, product.url) as watched:
        page = watched.open(FORM)
        yield page


def recorder(page: Page):
    return page.locator("[data-film-recorder]")


def press(page: Page, name: str) -> None:
    recorder(page).get_by_role("button", name=name, exact=True).click()


def film(page: Page) -> None:
    """Opens the camera and films, after one second instead of five."""
    page.evaluate(HASTE)
    press(page, "Open the camera")
    expect(recorder(page)).to_contain_text("pictures a second", timeout=SLOWLY_MS)
    press(page, "5 seconds")
    press(page, "Start filming")
    expect(recorder(page)).to_have_attribute("data-state", "review", timeout=SLOWLY_MS)


def save(page: Page, path: Path) -> list[str]:
    names, content = page.evaluate(FILE)
    path.write_bytes(base64.b64decode(content))
    return names


def test_a_film_is_counted_down_shown_and_put_into_the_form(
    fresh_product: Product, player: Playwright, pictures, tmp_path
):
    with filming(player, pictures["whole"]) as browser, opened(browser, fresh_product) as page:
        film(page)
        assert page.evaluate("said").count("1") == 1
        assert page.evaluate("said")[-1] == "It is done. Look at the film."
        assert page.evaluate("wakes") >= 1
        assert page.evaluate("streams.map(({ wanted }) => wanted.audio)") == [False]
        assert page.evaluate(LIVE_TRACKS) == 0  # the camera is closed before she decides
        expect(recorder(page).locator("[data-part=film]")).to_be_visible()
        press(page, "Use this film")
        expect(recorder(page).get_by_role("status")).to_contain_text("The film is in the form.")
        assert save(page, tmp_path / "film") == ["recorded-1.mp4"]
        expect(page.locator("ms-film-form")).to_contain_text("recorded-1.mp4")
    with FilmReader("lite") as reader:
        look = reader.look(tmp_path / "film")
        tracked = reader.track(tmp_path / "film")
    assert look.people
    assert tracked.clip.width_px == look.clip.width_px == 600
    assert 1 < tracked.clip.duration_s < 20


@pytest.mark.long
@pytest.mark.parametrize("codec", ["vp9", "vp8"])
def test_what_other_browsers_record_is_read_too(
    fresh_product: Product, player: Playwright, pictures, tmp_path, codec
):
    with filming(player, pictures["whole"]) as browser, opened(browser, fresh_product) as page:
        page.evaluate("(codec) => { window.only = codec; }", codec)
        film(page)
        press(page, "Use this film")
        assert save(page, tmp_path / "film") == ["recorded-1.webm"]
    with FilmReader("lite") as reader:
        assert reader.track(tmp_path / "film").clip.codec == codec


def test_she_is_told_what_is_missing_and_when_all_is_there(
    fresh_product: Product, player: Playwright, pictures
):
    asked: list[str] = []
    with filming(player, pictures["sinking"]) as browser, opened(browser, fresh_product) as page:
        page.on("request", lambda request: asked.append(request.url))
        press(page, "Open the camera")
        expect(recorder(page)).to_contain_text("pictures a second", timeout=SLOWLY_MS)
        assert not [url for url in asked if "litert" in url or "tflite" in url]
        press(page, "Help me frame")
        said = recorder(page).get_by_role("status")
        expect(said).to_have_text("Your whole body is in the picture.", timeout=SLOWLY_MS)
        expect(recorder(page).locator("[data-part=body]")).to_be_visible()
        expect(said).to_contain_text("Your feet are cut off.", timeout=SLOWLY_MS)
        page.evaluate(LEAN)
        expect(said).to_contain_text("The phone looks up or down", timeout=SLOWLY_MS)
        assert [url for url in asked if url.endswith(".wasm")]
        assert all(url.startswith(fresh_product.url) for url in asked)
        press(page, "Help me frame")
        expect(recorder(page).locator("[data-part=body]")).to_be_hidden()
        press(page, "Close the camera")
        assert page.evaluate(LIVE_TRACKS) == 0
        assert recorder(page).get_attribute("data-state") == "closed"


def test_who_leaves_while_it_counts_finds_the_camera_closed(
    fresh_product: Product, player: Playwright, pictures
):
    dark = {"viewport": DESKTOP, "color_scheme": "dark"}
    with filming(player, pictures["whole"]) as browser:
        with opened(browser, fresh_product, **dark) as page:
            press(page, "Open the camera")
            expect(recorder(page)).to_contain_text("pictures a second", timeout=SLOWLY_MS)
            assert faults_of(page) == []
            press(page, "Start filming")
            page.evaluate(HIDE)
            expect(recorder(page)).to_contain_text("You left the page")
            assert page.evaluate(LIVE_TRACKS) == 0
        page = browser.new_page()
        page.goto(f"{fresh_product.url}/help/")
        assert page.evaluate(TRY_ELSEWHERE) == ["NotAllowedError", "CompileError"]


REFUSE = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', '%s'); };"
TROUBLES = {
    "No camera was found.": "",
    "The camera is not allowed here.": REFUSE % "NotAllowedError",
    "The camera is in use elsewhere.": REFUSE % "NotReadableError",
    "This browser cannot record films.": "delete window.MediaRecorder;",
    "only to a safe address": "Object.defineProperty(window, 'isSecureContext', { value: false });",
}


def test_without_a_camera_she_is_told_why_and_the_other_way(
    fresh_product: Product, player: Playwright
):
    with filming(player) as browser, opened(browser, fresh_product) as page:
        for words, before in TROUBLES.items():
            page.evaluate(f"() => {{ {before} }}")
            press(page, "Open the camera")
            trouble = recorder(page).locator("[data-part=trouble]")
            expect(trouble).to_contain_text(words)
            expect(trouble).to_be_focused()
            expect(trouble).to_contain_text("You can also film with the phone’s own camera")
            page.reload()
