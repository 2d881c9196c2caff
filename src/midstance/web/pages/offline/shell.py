"""The page that opens without the server: it holds no data, and everybody gets the same."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from midstance import __version__
from midstance.web.components.assets import (
    built_url,
    files_of,
    find_static,
    is_built,
    read_manifest,
)
from midstance.web.components.frame import frame_of_nobody

ENTRIES = ("components/frame/frame.ts", "components/offline/offline.ts", "pages/offline/page.ts")
WORKER = "components/worker/worker.ts"
SCALE = range(11)


@dataclass(frozen=True)
class Shell:
    """The page in one language, the files that it needs, and a version of it all."""

    version: str
    html: str
    files: tuple[str, ...]


@lru_cache(maxsize=16)
def shell_in(language: str) -> Shell:
    """Made once for each language, because nothing in it depends on who asks."""
    del language  # the active one
    html = render_to_string("pages/offline/page.html", {**frame_of_nobody(), "scale": SCALE})
    files = tuple(dict.fromkeys(shell_files()))
    digest = hashlib.sha256("\n".join((__version__, html, *files)).encode()).hexdigest()
    return Shell(digest[:16], html, files)


def shell_now() -> Shell:
    return shell_in(get_language() or "")


def shell_files() -> Iterator[str]:
    """The scripts, styles and fonts of the page, each under a name that its content gives."""
    for entry in ENTRIES:
        script, styles, imported = files_of(entry)
        yield from (built_url(file) for file in (script, *styles, *imported) if file)
    fonts = (chunk["file"] for chunk in read_manifest().values())
    yield from (built_url(file) for file in fonts if file.endswith(".woff2"))


def worker_script() -> str:
    """The service worker with what it keeps; a change of either is an update for each device."""
    file = read_manifest().get(WORKER, {}).get("file", "")
    if not (is_built() and file):
        return ""
    shell = shell_now()
    kept = {"version": shell.version, "page": reverse("offline"), "files": shell.files}
    script = find_static(f"built/{file}").read_text(encoding="utf-8")
    return f"const SHELL = {json.dumps(kept)};\n{script}"
