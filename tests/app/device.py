"""Devices as the browser makes them: the app's own TypeScript, run by node."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("device_driver.mjs")

Answers = Callable[[dict[str, Any]], dict[str, Any]]
"""What the network gives to a question: `answer`, `unreachable` or `broken`."""


def nobody(question: dict[str, Any]) -> dict[str, Any]:
    del question
    return {"unreachable": True}


class Devices:
    """A node that runs any number of devices; `do` gives what an act gave."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [CHECKOUT / "scripts/with_node.sh", "node", DRIVER],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, act: str, answers: Answers = nobody, **more: object) -> Any:
        self._say({"do": act, **more})
        while True:
            heard = self._hear()
            if "ask" in heard:
                self._say(answers(heard))
            elif "error" in heard:
                raise AssertionError(heard["error"])
            else:
                return heard["done"]

    def _say(self, value: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(value) + "\n")
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "node ended"
        heard: dict[str, Any] = json.loads(line)
        return heard

    def end(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=15)
