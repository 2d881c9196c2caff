"""`midstance serve`: the app, in the browser."""

import argparse

from midstance.app.serve import serve
from midstance.cli._answer import write_json

HOST, PORT = "127.0.0.1", 8600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=HOST, help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=port, default=PORT, help="port (default %(default)s)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")


def run(arguments: argparse.Namespace) -> int:
    def on_ready(address: str) -> None:
        if arguments.json:
            write_json({"address": address})

    return serve(
        arguments.host,
        arguments.port,
        open_browser=not arguments.no_browser,
        on_ready=on_ready,
    )


def port(words: str) -> int:
    number = int(words)
    if not 0 < number < 2**16:
        raise ValueError
    return number
