"""Every number that the knee check rests on, for `docs/science/evidence.md`."""

from collections.abc import Iterator
from pathlib import Path

from midstance.knowledge.check.citing import places
from midstance.knowledge.knee_check import read_check_records
from midstance.knowledge.load import read_sources
from midstance.knowledge.records import Certainty
from midstance.knowledge.records_check import ConditionRecord, FindingRecord, Likelihood
from midstance.knowledge.words import read_words
from validation.tables import Table

PAGE = Path(__file__).parents[1] / "docs" / "science" / "evidence.md"

SHORT = {
    "bone_stress_injury": "bone",
    "fat_pad_irritation": "fat pad",
    "growth_plate_pain": "growth",
    "iliotibial_band_pain": "band",
    "knee_osteoarthritis": "worn",
    "meniscal_tear": "meniscus",
    "patellar_tendinopathy": "lower tendon",
    "patellofemoral_pain": "kneecap",
    "pes_anserine_pain": "pes",
    "plica_syndrome": "plica",
    "quadriceps_tendinopathy": "upper tendon",
    "referred_pain": "referred",
    "something_else": "else",
}


def tables() -> tuple[Table, ...]:
    return (priors_table(), likelihoods_table(), anchored_table(), signs_table(), sources_table())


def priors_table() -> Table:
    conditions = read_check_records().conditions.values()
    head = ("pattern", "adult %", "under 18 %", "multiplied", "action", "harm", "certainty")
    return Table("priors", "Patterns", (*head, "sources"), tuple(map(_prior_row, conditions)))


def _prior_row(item: ConditionRecord) -> tuple[str, ...]:
    multiplied = "; ".join(
        f"{each.times:g} if `{' or '.join(each.when)}`" for each in item.multipliers
    )
    return (
        f"`{item.id}`",
        f"{100 * item.adult_frac:g}",
        f"{100 * item.adolescent_frac:g}",
        multiplied.replace("|", " or "),
        item.action,
        ", ".join(f"{harm:g}" for harm in item.harm),
        item.certainty,
        _ids(item.sources),
    )


def likelihoods_table() -> Table:
    rows = tuple(map(_likelihood_row, read_check_records().findings.values()))
    head = ("finding", "group", "quality", *SHORT.values())
    return Table("likelihoods", "Share in whom a finding is there, %", head, rows)


def _likelihood_row(finding: FindingRecord) -> tuple[str, ...]:
    by_pattern = {item.pattern: item for item in finding.likelihoods}
    cells = (f"{100 * by_pattern[pattern].present_frac:.0f}" for pattern in SHORT)
    seen = read_words("findings", "en")[finding.id].seen
    return (f"`{finding.id}`: {seen}", finding.group, finding.quality, *cells)


def anchored_table() -> Table:
    rows = tuple(
        (
            f"`{finding.id}`",
            SHORT[item.pattern],
            _percent(item),
            item.certainty,
            _ids(item.sources),
        )
        for finding in read_check_records().findings.values()
        for item in finding.likelihoods
        if item.certainty is not Certainty.JUDGEMENT
    )
    head = ("finding", "pattern", "share %", "certainty", "sources")
    return Table("anchored", "Likelihoods that rest on a source", head, rows)


def _percent(item: Likelihood) -> str:
    low, high = 100 * item.low_frac, 100 * item.high_frac
    return f"{100 * item.present_frac:.0f} ({low:.0f} to {high:.0f})"


def signs_table() -> Table:
    rows = tuple(
        (
            f"`{item.id}`",
            f"{100 * item.prior_frac:g}",
            f"`{' or '.join(sign.seen_when).replace('|', ' or ')}`",
            f"{sign.ratio_present:g}",
            f"{sign.ratio_absent:g}",
            sign.certainty,
            _ids(sign.sources),
        )
        for item in read_check_records().contributors.values()
        for sign in item.signs
    )
    head = ("contributor", "before %", "sign", "ratio if there", "if not", "certainty", "sources")
    return Table("signs", "Contributors", head, rows)


def sources_table() -> Table:
    cited = [read_sources()[id_] for id_ in sorted(set(_cited()))]
    rows = tuple(
        (
            f"`{item.id}`",
            f"{item.authors} ({item.year}). {item.title}. {item.where}",
            item.says,
            item.limits,
            str(item.read_as),
        )
        for item in cited
    )
    head = ("id", "source", "what it says", "what limits it", "read as")
    return Table("check_sources", "Sources", head, rows)


def _cited() -> Iterator[str]:
    check = read_check_records()
    for records in (check.conditions, check.findings, check.contributors):
        for id_, record in records.items():
            yield from (source for place in places(record, id_) for source in place.sources)


def _ids(sources: tuple[str, ...]) -> str:
    return ", ".join(f"`{source}`" for source in sources)
