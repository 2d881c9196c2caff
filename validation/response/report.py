"""The tables of `docs/science/response.md`, all from made-up runners."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from midstance.core.base.arrays import FloatArray
from validation.response.calibration import NAMES, Ranks, rank_members, rank_prior
from validation.response.follow import Followed, follow
from validation.response.seasons import KINDS, draw_seasons
from validation.tables import Table

DOCS = Path(__file__).parents[2] / "docs" / "science" / "response.md"
RUNNERS, RANKED, RANKED_DAYS, SEED = 48, 400, 60, 2026
WARNING = "made-up runners, not patients"
TRIAL = "A trial on made-up runners"


def tables(
    runners: int = RUNNERS, ranked: int = RANKED, ranked_days: int = RANKED_DAYS
) -> tuple[Table, ...]:
    followed = {kind: tuple(map(follow, draw_seasons(kind, runners, SEED))) for kind in KINDS}
    return (
        rank_table(
            rank_members(ranked, ranked_days, SEED), rank_prior(ranked, ranked_days, SEED + 1)
        ),
        forecast_table(followed),
        gate_table(followed),
    )


def rank_table(members: Ranks, prior: Ranks) -> Table:
    rows = tuple(
        (
            f"`{name}`",
            counts_words(members, at),
            f"{members.chance(at):.2f}",
            counts_words(prior, at),
            f"{prior.chance(at):.2f}",
        )
        for at, name in enumerate(NAMES)
    )
    head = (
        WARNING,
        "a member, no fading: ranks in ten bins",
        "chance",
        "anywhere, as used: ranks in ten bins",
        "chance",
    )
    return Table("response_ranks", f"{TRIAL}: where the truth lies in the belief", head, rows)


def counts_words(ranks: Ranks, at: int) -> str:
    return " ".join(str(int(count)) for count in ranks.counts(at))


def forecast_table(followed: dict[str, tuple[Followed, ...]]) -> Table:
    rows = tuple((kind, *forecast_cells(seasons)) for kind, seasons in followed.items())
    head = (
        WARNING,
        "answers",
        "50 % band: said, held",
        "90 % band: said, held",
        "width of the 90 % band, points",
        "log score: model",
        "guess",
        "logistic",
    )
    return Table("response_forecast", f"{TRIAL}: every answer during a run", head, rows)


def forecast_cells(seasons: Sequence[Followed]) -> tuple[str, ...]:
    def mean(name: str) -> float:
        return float(joined(seasons, name).mean())

    return (
        str(len(joined(seasons, "answers"))),
        f"{100 * mean('half_said'):.0f} %, {100 * mean('half_held'):.0f} %",
        f"{100 * mean('most_said'):.0f} %, {100 * mean('most_held'):.0f} %",
        f"{mean('most_width'):.1f}",
        f"{mean('model'):.2f}",
        f"{mean('naive'):.2f}",
        f"{mean('logistic'):.2f}",
    )


def gate_table(followed: dict[str, tuple[Followed, ...]]) -> Table:
    rows = tuple((kind, *gate_cells(seasons)) for kind, seasons in followed.items())
    head = (
        WARNING,
        "ever shown",
        "of all answers shown",
        "while shown, ahead of the guess by, nats an answer",
        "ahead of the logistic by",
        "90 % band held while shown",
        "runners for whom it was behind while shown",
    )
    return Table(
        "response_gate", f"{TRIAL}: when it is shown, and whether it holds then", head, rows
    )


def gate_cells(seasons: Sequence[Followed]) -> tuple[str, ...]:
    shown = joined(seasons, "shown").astype(bool)
    ever = [each for each in seasons if each.shown.any()]
    cells = (f"{len(ever)} of {len(seasons)}", f"{100 * shown.mean():.0f} %")
    if not ever:
        return (*cells, "–", "–", "–", "–")
    model = joined(seasons, "model")[shown]
    leads = [float(np.sum((each.model - each.naive)[each.shown])) for each in ever]
    return (
        *cells,
        f"{np.mean(model - joined(seasons, 'naive')[shown]):.2f}",
        f"{np.mean(model - joined(seasons, 'logistic')[shown]):.2f}",
        f"{100 * joined(seasons, 'most_held')[shown].mean():.0f} %",
        f"{sum(lead < 0 for lead in leads)} of {len(ever)}",
    )


def joined(seasons: Sequence[Followed], name: str) -> FloatArray:
    return np.concatenate([getattr(each, name) for each in seasons])
