"""From the signs of a film to the marks of a screen that she rates herself by."""

from collections.abc import Iterable
from dataclasses import dataclass

from midstance.core.gait.screen_records import FilmedScreen, Seen, Sign, SignCount


@dataclass(frozen=True)
class MarkRule:
    """Which signs of a film speak for a mark.

    Parameters
    ----------
    signs : any of them speaks for it; none where joints do not tell.
    can_rule_out : whether a film without these signs speaks against it.
    """

    mark: str
    signs: tuple[Sign, ...]
    can_rule_out: bool


@dataclass(frozen=True)
class FilmedMark:
    """What a film says of a mark, and in how many of its repetitions the surest sign was seen."""

    mark: str
    seen: Seen
    count: int
    of: int


def rate_marks(filmed: FilmedScreen, rules: Iterable[MarkRule]) -> tuple[FilmedMark, ...]:
    """Say of each mark whether the film speaks for it, against it, or cannot tell.

    A sign is there where it was seen in more than half of the repetitions, as she counts them
    herself, and is not where it was surely absent in more than half of them.
    """
    by_sign = {each.sign: each for each in filmed.signs}
    return tuple(
        _rate(rule, [by_sign[sign] for sign in rule.signs if sign in by_sign]) for rule in rules
    )


def _rate(rule: MarkRule, counts: list[SignCount]) -> FilmedMark:
    told = [judge_sign(each) for each in counts]
    of = max((each.seen + each.not_seen + each.unclear for each in counts), default=0)
    most = max((each.seen for each in counts), default=0)
    if Seen.SEEN in told:
        return FilmedMark(rule.mark, Seen.SEEN, most, of)
    is_whole = bool(told) and len(told) == len(rule.signs)
    if rule.can_rule_out and is_whole and all(each is Seen.NOT_SEEN for each in told):
        return FilmedMark(rule.mark, Seen.NOT_SEEN, most, of)
    return FilmedMark(rule.mark, Seen.CANNOT_SAY, most, of)


def judge_sign(count: SignCount) -> Seen:
    """What most of the repetitions say."""
    half = (count.seen + count.not_seen + count.unclear) / 2
    if count.seen > half:
        return Seen.SEEN
    return Seen.NOT_SEEN if count.not_seen > half else Seen.CANNOT_SAY
