"""What changed before a pain, for programs."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Router

from midstance.app.explain_pain import explain_pain
from midstance.web.api_answer import Answer
from midstance.web.api_checks import LockAnswer
from midstance.web.person import runner_of

router = Router()

Tissue = Literal["patellofemoral", "patellar_tendon", "tibiofemoral", "iliotibial_band"]


class ChangeAnswer(Answer):
    what: str
    title: str
    before: float
    after: float
    before_words: str
    after_words: str
    unusual: bool | None
    percentile_frac: float | None
    chance_frac: float | None
    certainty: str
    raises_load: bool | None
    beyond_limit: bool
    words: str
    usual_words: str
    load_words: str
    certainty_words: str
    source: str
    span_words: str
    run: str
    days: list[date]
    history: list[float]


class LoadPartAnswer(Answer):
    name: str
    factor: float
    log_share: float
    sentence: str
    is_real: bool


class WhyAnswer(Answer):
    onset: date | None
    is_told: bool
    onsets: list[date]
    tissue: str
    tissue_words: str
    lock: LockAnswer | None
    is_care: bool
    needs_check: bool
    sentence: str
    note: str
    cannot_say: str
    changes: list[ChangeAnswer]
    beyond_limit: ChangeAnswer | None
    looked_at: list[ChangeAnswer]
    not_known: list[str]
    load_share: dict[str, float] | None
    load_log_ratio: float | None
    load_sentence: str
    load_parts: list[LoadPartAnswer]
    basis: str


@router.get("/why", response=WhyAnswer, summary="What changed before a pain, or before any day")
def why(request: HttpRequest, day: date | None = None, tissue: Tissue | None = None) -> object:
    return explain_pain(runner_of(request), day, tissue)
