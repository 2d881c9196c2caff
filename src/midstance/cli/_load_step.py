"""One steady step, without the store."""

import argparse

from midstance.app.estimate_steady_load import estimate_steady_load
from midstance.cli._answer import write_json, write_line
from midstance.core.base.body import Body
from midstance.core.load.steady import Ranged, SteadyLoad

LINES = {
    "patellofemoral_bw": ("Kneecap joint", "body weights"),
    "patellar_tendon_bw": ("Kneecap tendon", "body weights"),
    "tibiofemoral_bw": ("Knee joint", "body weights"),
    "stress_mpa": ("Pressure behind the kneecap", "MPa"),
    "peak_vgrf_bw": ("Push of the ground", "body weights"),
    "knee_flexion_deg": ("Bend of the knee", "degrees"),
    "contact_time_s": ("Foot on the ground", "s"),
}


def run(arguments: argparse.Namespace, body: Body) -> int:
    load = estimate_steady_load(
        arguments.speed_mps,
        cadence_spm=arguments.cadence_spm,
        slope_frac=arguments.slope,
        contact_time_s=arguments.contact_time_s,
        body=body,
    )
    write_json(as_json(load)) if arguments.json else tell(load)
    return 0


def as_json(load: SteadyLoad) -> dict[str, object]:
    document: dict[str, object] = {}
    for name in LINES:
        ranged: Ranged = getattr(load, name)
        stem, _, unit = name.rpartition("_")
        document |= {
            name: ranged.value,
            f"{stem}_low_{unit}": ranged.low,
            f"{stem}_high_{unit}": ranged.high,
        }
    inputs = {name: str(source) for name, source in vars(load.inputs).items()}
    return document | {
        "inputs": inputs,
        "held_at_the_edge": list(load.held),
        "model_version": load.model_version,
    }


def tell(load: SteadyLoad) -> None:
    for name, (plain, unit) in LINES.items():
        ranged: Ranged = getattr(load, name)
        digits = 3 if unit == "s" else 1
        low, high = (f"{end:.{digits}f}" for end in (ranged.low, ranged.high))
        write_line(f"{plain:28} {ranged.value:6.{digits}f} {unit} ({low} to {high})")
    for name, source in vars(load.inputs).items():
        write_line(f"{name.replace('_', ' '):28} {source}")
    if load.held:
        write_line(f"Outside what the model knows, held at its edge: {', '.join(load.held)}")
