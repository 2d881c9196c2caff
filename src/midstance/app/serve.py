"""Start the app: pages and background worker, together."""

import ipaddress
import os
import sys
import webbrowser
from collections.abc import Callable

from midstance.app.serving.supervisor import Supervisor
from midstance.core.base.errors import RefusedError


def serve(
    host: str,
    port: int,
    *,
    open_browser: bool,
    on_ready: Callable[[str], None] = lambda _address: None,
) -> int:
    """Serve until stopped; gives the exit code.

    *Changes* brings the database up to date, then does what runner and jobs ask.
    *Refuses* an address beyond this machine while nobody has an account, and a taken port.
    *Twice* on another port serves the same data.
    *Privacy* listens on this machine only, unless another address is asked for.
    """
    bracketed = f"[{host}]" if ":" in host else host
    os.environ["MIDSTANCE_BIND"] = f"{bracketed}:{port}"
    if not is_loopback(host):
        _refuse_without_account(host)
    address = f"http://{bracketed}:{port}/"

    def tell() -> None:
        sys.stderr.write(f"Midstance is at {address} (stop it with Ctrl+C)\n")
        on_ready(address)
        if open_browser:
            webbrowser.open(address)

    return Supervisor(host, port, tell).run()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_without_account(host: str) -> None:
    from midstance.app.start import start_django  # noqa: PLC0415 (only off loopback)

    start_django()
    from midstance.app.accounts import has_account  # noqa: PLC0415 (needs Django)
    from midstance.app.first_account import (  # noqa: PLC0415 (needs Django)
        issue_first_account_token,
    )
    from midstance.app.prepare_store import prepare_store  # noqa: PLC0415 (needs Django)

    prepare_store()
    if has_account():
        return
    token = issue_first_account_token()
    raise RefusedError(
        f"Others could open Midstance on {host}, and nobody has an account yet. Start it without "
        f"--host, open http://127.0.0.1:8600/account/first/{token}/ to make one (this link is "
        "shown once), then try again."
    )
