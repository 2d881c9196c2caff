"""The two networks, run by LiteRT on the processor."""

from collections.abc import Mapping

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

Single = NDArray[np.float32]


class Network:
    """A model that turns one picture into named arrays, in one thread: two wait for each other."""

    def __init__(self, model: bytes) -> None:
        self._interpreter = Interpreter(model_content=model, num_threads=1)
        self._interpreter.allocate_tensors()
        (picture,) = self._interpreter.get_input_details()
        self._input = picture["index"]
        self.side = int(picture["shape"][1])
        self._outputs = {
            detail["name"]: detail["index"] for detail in self._interpreter.get_output_details()
        }

    def run(self, picture: Single) -> Mapping[str, Single]:
        """Compute every output for a picture (side, side, 3)."""
        self._interpreter.set_tensor(self._input, picture[None])
        self._interpreter.invoke()
        return {
            name: self._interpreter.get_tensor(index)[0] for name, index in self._outputs.items()
        }
