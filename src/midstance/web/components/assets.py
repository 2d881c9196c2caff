"""Finds what Vite built, and serves it: hashed files for a year, the rest asked for each time."""

import json
import mimetypes
from functools import cache
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.templatetags.static import static
from django.utils.http import http_date, parse_http_date_safe

A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"
PACKINGS = (("br", ".br"), ("gzip", ".gz"))
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


class Chunk(TypedDict, total=False):
    """One entry of Vite's manifest."""

    file: str
    css: list[str]
    imports: list[str]
    assets: list[str]


@cache
def read_manifest() -> dict[str, Chunk]:
    """Vite's manifest; empty when nothing was built."""
    path = settings.BUILT / ".vite" / "manifest.json"
    if not path.is_file():
        return {}
    manifest: dict[str, Chunk] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


@cache
def read_icons() -> dict[str, str]:
    """The inner drawing of each icon in use."""
    path = settings.BUILT / "icons.json"
    if not path.is_file():
        return {}
    icons: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return icons


def is_built() -> bool:
    return bool(read_manifest())


def built_url(file: str) -> str:
    return static(f"built/{file}")


@cache
def files_of(entry: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The script of an entry, its styles and the scripts it imports."""
    manifest = read_manifest()
    seen: dict[str, Chunk] = {}

    def visit(name: str) -> None:
        if name not in seen and name in manifest:
            for other in manifest[name].get("imports", []):
                visit(other)
            seen[name] = manifest[name]

    visit(entry)
    styles = dict.fromkeys(css for chunk in seen.values() for css in chunk.get("css", []))
    imported = [chunk["file"] for name, chunk in seen.items() if name != entry]
    return manifest.get(entry, {}).get("file", ""), tuple(styles), tuple(imported)


@cache
def built_fonts() -> tuple[str, ...]:
    """The font files that every page needs at once."""
    first = "atkinson-hyperlegible-next-latin-wght-normal"
    fonts = [chunk["file"] for name, chunk in read_manifest().items() if first in name]
    return tuple(fonts)


def serve_static(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the front end, packed where the browser takes it."""
    path = find_static(name)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packing, path = choose_packing(path, request.headers.get("Accept-Encoding", ""))
    changed_s = int(path.stat().st_mtime)
    if parse_http_date_safe(request.headers.get("If-Modified-Since", "")) == changed_s:
        return HttpResponseNotModified()
    response = HttpResponse(path.read_bytes(), content_type=kind)
    if packing:
        response.headers["Content-Encoding"] = packing
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Last-Modified"] = http_date(changed_s)
    response.headers["Cache-Control"] = A_YEAR if name.startswith("built/assets/") else ASK_AGAIN
    return response


def find_static(name: str) -> Path:
    """Where a file lies; Django's finders keep to their folders."""
    found = None if "/." in f"/{name}" else finders.find(name)
    if not isinstance(found, str) or not Path(found).is_file():
        raise Http404(name)
    return Path(found)


def choose_packing(path: Path, accepted: str) -> tuple[str, Path]:
    """The smallest packing that lies beside the file and that the browser takes."""
    for packing, suffix in PACKINGS:
        packed = path.with_name(path.name + suffix)
        if packing in accepted and packed.is_file():
            return packing, packed
    return "", path
