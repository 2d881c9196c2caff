"""Start the app: pages and background worker, together."""

import ipaddress
import sys
import webbrowser

from midstance.app.serving.supervisor import Supervisor
from midstance.core.base.errors import RefusedError


def serve(host: str, port: int, *, open_browser: bool, path: str = "/") -> int:
    """Serve until stopped; gives the exit code.

    *Changes* brings the database up to date, then does what runner and jobs ask.
    *Refuses* an address beyond this machine while nobody has an account, and a taken port.
    *Twice* on another port serves the same data.
    *Privacy* listens on this machine only, unless another address is asked for.
    """
    if not is_loopback(host):
        _refuse_without_account(host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"

    def tell() -> None:
        sys.stderr.write(f"Midstance is at {address} (stop it with Ctrl+C)\n")
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
    from midstance.app.prepare_store import prepare_store  # noqa: PLC0415 (needs Django)

    prepare_store()
    if not has_account():
        raise RefusedError(
            f"Others could open Midstance on {host}, and nobody has an account yet. Start it "
            "without --host, make an account under Settings, then try again."
        )
