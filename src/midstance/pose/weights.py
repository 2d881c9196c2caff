"""The weights of the pose model: the known ones, without the parts that nobody asks for."""

import hashlib
import json
from pathlib import Path

import numpy as np

from midstance.core.base.errors import MissingPartError

MODELS = Path(__file__).parent / "models"
DETECTOR = "pose_detection.tflite"
LANDMARKS = {"heavy": "pose_landmark_heavy.tflite", "lite": "pose_landmark_lite.tflite"}
POINTS, PRESENCE, HEATMAP = "Identity", "Identity_1", "Identity_3"


def read_weights(name: str) -> bytes:
    """Read one file of weights.

    Raises
    ------
    MissingPartError
        It is not there or not the known one.
    """
    known = json.loads((MODELS / "weights.json").read_text("utf-8"))["weights"][name]
    try:
        content = (MODELS / name).read_bytes()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != known["sha256"]:
        raise MissingPartError(
            f"Expected the known pose model in {name}, but it is missing or another. Install "
            "Midstance again, or run `make models` in a checkout."
        )
    return content


def drop_outputs(model: bytes, wanted: tuple[str, ...]) -> bytes:
    """Cut off what only serves other outputs than those wanted; these stay the same to the bit."""
    import flatbuffers  # noqa: PLC0415 - these two come with the optional part
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415

    whole = schema.ModelT.InitFromPackedBuf(bytearray(model), 0)
    graph = whole.subgraphs[0]
    kept = [index for index in graph.outputs if graph.tensors[index].name.decode() in wanted]
    needed, steps = set(kept), []
    for step in reversed(graph.operators):
        if needed.intersection(step.outputs):
            steps.append(step)
            needed.update(step.inputs)
    graph.operators = steps[::-1]
    graph.outputs = np.array(kept, dtype=np.int32)
    whole.signatureDefs = None
    builder = flatbuffers.Builder(len(model))
    builder.Finish(whole.Pack(builder), b"TFL3")
    return bytes(builder.Output())
