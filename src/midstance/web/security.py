"""The rules of the door: who may knock, from where, and what a page may load.

Bound to this machine alone, Midstance asks for no log-in: who sits at the machine is the runner.
Then the one danger is a web page elsewhere that makes her browser talk to Midstance, under a name
that points here (DNS rebinding) or across origins. So every request must name a loopback host with
our own port, and a request that another site started may only be a plain page visit.
Bound to any other address, every page but the log-in needs an account.
"""

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8600
HTTP_PORT = 80
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
FILMING_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY.replace(
        "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
    )
    + "; media-src blob:",
    "Permissions-Policy": HEADERS["Permissions-Policy"]
    .replace("camera=()", "camera=(self)")
    .replace("accelerometer=()", "accelerometer=(self)")
    .replace("gyroscope=()", "gyroscope=(self)"),
}
"""What differs on the one page that films: its camera, how it leans, the pose model, her film."""
ONE_YEAR_S = 365 * 24 * 3600
STRICT_TRANSPORT = f"max-age={ONE_YEAR_S}"


@dataclass(frozen=True)
class Bind:
    """Where the app listens; `address` is how people reach it when that differs."""

    host: str = DEFAULT_HOST
    port: int | None = DEFAULT_PORT
    address: str = ""

    @property
    def is_loopback(self) -> bool:
        """True when only this machine can reach the app."""
        return is_loopback(self.host) and not self.address

    @property
    def uses_tls(self) -> bool:
        return self.address.startswith("https://")

    @property
    def origin(self) -> str:
        """Scheme, host and port as a browser writes them."""
        if self.address:
            parts = urlsplit(self.address)
            return f"{parts.scheme}://{parts.netloc}".lower()
        return f"http://{bracketed(self.host)}:{self.port or DEFAULT_PORT}"


def read_bind() -> Bind:
    """Where `midstance serve` says that it listens."""
    host, _, port = os.environ.get("MIDSTANCE_BIND", DEFAULT_HOST).rpartition(":")
    if not port.isdecimal():
        host, port = os.environ.get("MIDSTANCE_BIND", DEFAULT_HOST), ""
    return Bind(
        host=host.strip("[]"),
        port=int(port) if port else None,
        address=os.environ.get("MIDSTANCE_ADDRESS", "").rstrip("/"),
    )


def is_loopback(host: str) -> bool:
    """True for localhost, 127.0.0.0/8 and ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_number(host: str) -> bool:
    """True for an IP address; only a name can be pointed elsewhere by whoever owns it."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def split_host(host_header: str) -> tuple[str, int | None]:
    """Host and port of a Host header; an unreadable one gives an empty host."""
    try:
        parts = urlsplit(f"//{host_header}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "", None
    is_bare = parts.username is None and not (parts.path or parts.query or parts.fragment)
    return (host, port) if is_bare else ("", None)


def is_host_ours(host_header: str, bind: Bind, server_port: int) -> bool:
    """True when a Host header names us: loopback, beyond it a number or the stated address."""
    if bind.address and f"//{host_header.lower()}" == bind.address.lower().partition(":")[2]:
        return True
    host, port = split_host(host_header)
    if (port or HTTP_PORT) != (bind.port or server_port):
        return False
    return is_loopback(host) or (not bind.is_loopback and is_number(host))


def is_origin_ours(origin: str, host_header: str) -> bool:
    """True when an Origin header is the very origin that is being asked."""
    return origin.lower() in {f"http://{host_header}".lower(), f"https://{host_header}".lower()}


def may_cross(method: str, site: str, mode: str, destination: str) -> bool:
    """True when the Sec-Fetch headers allow the request: our own pages, or somebody's plain visit.

    A neighbour on another port counts as a stranger. Browsers too old to send the headers pass here
    and are held by the Origin and the form token.
    """
    if site in {"", "same-origin", "none"}:
        return True
    return method in {"GET", "HEAD"} and mode == "navigate" and destination == "document"


def needs_log_in(bind: Bind, runners: int) -> bool:
    """True unless the app listens on this machine alone and holds at most one runner."""
    return not bind.is_loopback or runners > 1
