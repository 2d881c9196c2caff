"""What is told of the time before a pain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from midstance.app.checking.records import Lock


@dataclass(frozen=True)
class ChangeLine:
    """One thing that was looked at.

    Parameters
    ----------
    what : the id of what was measured, `title` its name.
    before, after : in SI units or as `before_words` and `after_words` say; a week where a week is
        meant.
    unusual : whether it stands out, all looks accounted for; None while nobody can say.
    percentile_frac : share of her own earlier stretches in which the change was smaller.
    chance_frac : share of ordinary days on which something stands out as much.
    certainty : "cohort", "studies" or "expert judgement": what says that it matters.
    raises_load : whether it loads the tissue more; None where nobody can say.
    beyond_limit : whether it goes beyond the limit that a large group of runners gave.
    run : key of the run that it is about, "" for none.
    days, history : earlier days and what it was on them, the newest last.
    """

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
    run: str = ""
    days: tuple[date, ...] = ()
    history: tuple[float, ...] = ()


@dataclass(frozen=True)
class LoadPart:
    """What one thing made of the load: `factor` 1.2 is 20 % more, 1.001 is no real change."""

    name: str
    factor: float
    log_share: float
    sentence: str
    is_real: bool


@dataclass(frozen=True)
class PainReasons:
    """What changed before a pain, or why nobody can say.

    Parameters
    ----------
    onset : the day that is asked about; None where no pain was told and no day named.
    is_told : whether a pain that she told of began on that day.
    onsets : the days on which pains began, the newest first.
    lock, is_care : what comes before every reason; nothing else is told then.
    needs_check : whether the warning signs were not asked since the pain began.
    cannot_say : why nothing is called unusual, "" where it can be said.
    changes : what stands out, the most first; empty is a normal answer.
    beyond_limit : a run beyond the limit of a large group of runners that does not stand out here.
    looked_at : all else that is known, the largest first.
    not_known : what could not be looked at, in words.
    load_share : each part to its log; the logs add up to `load_log_ratio`. None without both sides.
    basis : what it was held against, and how often something stands out on ordinary days.
    """

    onset: date | None
    is_told: bool
    onsets: tuple[date, ...]
    tissue: str
    tissue_words: str
    lock: Lock | None
    is_care: bool
    needs_check: bool
    sentence: str
    note: str
    cannot_say: str
    changes: tuple[ChangeLine, ...] = ()
    beyond_limit: ChangeLine | None = None
    looked_at: tuple[ChangeLine, ...] = ()
    not_known: tuple[str, ...] = ()
    load_share: Mapping[str, float] | None = None
    load_log_ratio: float | None = None
    load_sentence: str = ""
    load_parts: tuple[LoadPart, ...] = field(default_factory=tuple)
    basis: str = ""
