"""The load of a stored run or of a file."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from midstance.app.load_words import unrecorded_sentence
from midstance.app.start import start_django
from midstance.cli import words
from midstance.cli._answer import iso_utc, write_json, write_line
from midstance.core.base.body import Body
from midstance.core.load.tissue import FORCE_TISSUES, Tissue

if TYPE_CHECKING:
    from midstance.app.estimate_load import FileLoad
    from midstance.app.show_run import RunLoadFigures, Share, VersusUsual

PLAIN = {
    "patellofemoral": "Kneecap joint",
    "patellar_tendon": "Kneecap tendon",
    "tibiofemoral": "Knee joint",
}
FIGURES = (
    "peak_bw",
    "peak_low_bw",
    "peak_high_bw",
    "impulse_bw_s",
    "impulse_low_bw_s",
    "impulse_high_bw_s",
    "impulse_bw_s_per_km",
    "left_impulse_bw_s",
    "right_impulse_bw_s",
)
Document = dict[str, Any]


def run_stored(arguments: argparse.Namespace, key: str) -> int:
    start_django()
    from midstance.app.open_store import open_store
    from midstance.app.show_run import compare_with_usual, read_load_figures

    runner = open_store()
    figures = read_load_figures(runner, key)
    if figures is None:
        write_line(f"Run {key} has no load yet; `midstance rebuild` makes it.")
        return 1
    versus, shares = compare_with_usual(runner, key)
    document = {"id": key} | of_stored(figures) | {"versus_usual": of_usual(versus, shares)}
    write_json(document) if arguments.json else tell(document)
    return 0


def run_file(arguments: argparse.Namespace, path: Path, asked: Body) -> int:
    start_django()
    from midstance.app.estimate_load import estimate_load_of_file
    from midstance.app.open_store import open_store

    profile = open_store().body
    body = Body(
        profile.height_m if asked.height_m is None else asked.height_m,
        profile.mass_kg if asked.mass_kg is None else asked.mass_kg,
    )
    documents = [of_file(one) for one in estimate_load_of_file(path, body)]
    if arguments.json:
        write_json(documents[0] if len(documents) == 1 else {"runs": documents})
        return 0
    for document in documents:
        tell(document)
    return 0


def of_stored(figures: "RunLoadFigures") -> Document:
    tissues: Document = {}
    for tissue, one in figures.tissues.items():
        if one.index is not None:
            tissues[tissue] = {"index": one.index}
        else:
            tissues[tissue] = with_damage(
                {name: getattr(one, name) for name in FIGURES}, one.damage
            )
    return {
        "steps": figures.steps,
        "moving_s": figures.moving_s,
        "distance_m": figures.distance_m,
        "unrecorded_m": figures.unrecorded_m,
        "unrecorded_frac": figures.unrecorded_frac,
        "tissues": tissues,
        "inputs": dict(figures.inputs),
        "model_version": figures.model_version,
    }


def of_file(one: "FileLoad") -> Document:
    load = one.load
    tissues: Document = {
        str(tissue): with_damage(
            {name: getattr(load.tissues[tissue], name) for name in FIGURES},
            load.tissues[tissue].damage,
        )
        for tissue in FORCE_TISSUES
        if tissue in load.tissues
    }
    tissues[Tissue.ILIOTIBIAL_BAND] = {"index": load.iliotibial_band.index}
    return {
        "file": one.name,
        "start": iso_utc(datetime.fromtimestamp(one.start_s, UTC)),
        "sport": str(one.sport),
        "steps": load.steps,
        "moving_s": load.moving_s,
        "distance_m": load.distance_m,
        "unrecorded_m": load.unrecorded_m,
        "unrecorded_frac": load.unrecorded_frac,
        "tissues": tissues,
        "inputs": {name: str(source) for name, source in asdict(load.inputs).items()},
        "model_version": load.model_version,
        "versus_usual": {"ratio": None, "sentence": "Only a run that was imported has a usual."},
    }


def with_damage(figures: Document, damage: Mapping[int, float]) -> Document:
    return figures | {"damage": {f"m{exponent}": value for exponent, value in damage.items()}}


def of_usual(versus: "VersusUsual", shares: "tuple[Share, ...]") -> Document:
    return {
        "ratio": versus.ratio,
        "ratio_low": versus.low,
        "ratio_high": versus.high,
        "runs": versus.runs,
        "days": versus.days,
        "log_shares": {share.name: share.log_share for share in shares},
        "sentence": versus.sentence,
    }


def tell(document: Document) -> None:
    if "file" in document:
        write_line(f"{document['file']}  {document['start']}")
    write_line(
        f"{document['distance_m'] / 1000:.1f} km, {words.duration(document['moving_s'])} moving, "
        f"{document['steps']:,.0f} steps"
    )
    for tissue, plain in PLAIN.items():
        one = document["tissues"].get(tissue)
        if one is not None:
            peak = words.spread(one["peak_bw"], one["peak_low_bw"], one["peak_high_bw"])
            write_line(f"{plain:15} heaviest minute {peak} body weights a step")
            write_line(f"{'':15} over the run {one['impulse_bw_s']:,.0f} body weight seconds")
    index = document["tissues"]["iliotibial_band"]["index"]
    write_line(f"{'Outer band':15} index {index:.2f} (not validated)")
    if missing := unrecorded_sentence(document["unrecorded_frac"]):
        write_line(missing)
    told = (f"{name.replace('_', ' ')} {source}" for name, source in document["inputs"].items())
    write_line(f"Inputs: {', '.join(told)}.")
    write_line(document["versus_usual"]["sentence"])
