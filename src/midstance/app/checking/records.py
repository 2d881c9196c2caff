"""What the knee check's use cases give: sheets to ask from, reports to show, pages of a check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from midstance.knowledge.records import ASSUMED

Answer = str | float | list[str] | Mapping[str, str]
"""An answer as in an answers file: a word, a number, options, or options with what is known."""

Document = Mapping[str, Answer]
"""Questions to answers; what is absent was not asked."""


@dataclass(frozen=True)
class OptionSheet:
    """One option of a question."""

    id: str
    label: str


@dataclass(frozen=True)
class SelfTestSheet:
    """How a self-test is done; `figure` is the id of its drawing."""

    name: str
    steps: tuple[str, ...]
    not_when: tuple[str, ...]
    positive: str
    figure: str
    figure_alt: str


@dataclass(frozen=True)
class QuestionSheet:
    """A question with its words; "" and None where there is nothing to say.

    `kind` is yes_no, choice, many, number or scale; `none_of_these` the option that rules out all
    others; `asked_when` and `how_to_answer` are sentences; `test` is there for a self-test.
    """

    id: str
    text: str
    why: str
    hint: str
    kind: str
    options: tuple[OptionSheet, ...]
    none_of_these: str
    low: float | None
    high: float | None
    unit: str
    stage: str
    asked_when: str
    how_to_answer: str
    test: SelfTestSheet | None


@dataclass(frozen=True)
class CareCard:
    """What to do: complete in itself, and before everything else. `level` is the action."""

    level: str
    heading: str
    who: str
    what: str
    when: str


@dataclass(frozen=True)
class FlagLine:
    """A red flag; `sure` is False when an answer to it was "not sure"."""

    id: str
    title: str
    why: str
    level: str
    sure: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class ClaimLine:
    """A statement, the ids of its sources, and how sure it is."""

    text: str
    sources: tuple[str, ...]
    certainty: str

    @property
    def is_judged(self) -> bool:
        """Whether a reader is told that it is expert judgement."""
        return self.certainty in ASSUMED


@dataclass(frozen=True)
class FitLine:
    """A pattern that the answers fit; `band` is fits_well or fits_partly.

    `share_words` says the probability as so many in ten; `flips` that other believable figures
    would change its place.
    """

    condition: str
    name: str
    term: str
    band: str
    band_words: str
    share_words: str
    for_: tuple[str, ...]
    against: tuple[str, ...]
    flips: bool
    summary: ClaimLine
    helps: tuple[ClaimLine, ...]
    course: tuple[ClaimLine, ...]
    not_known: tuple[ClaimLine, ...]


@dataclass(frozen=True)
class ContributorLine:
    """What may stand beside a pattern: training, form, foot, strength."""

    id: str
    name: str
    band: str
    because: tuple[str, ...]
    summary: ClaimLine
    helps: tuple[ClaimLine, ...]


@dataclass(frozen=True)
class ReasonLine:
    """Why nothing can be said (`id` is the reason), or what could change it (the question)."""

    id: str
    text: str


@dataclass(frozen=True)
class CheckReport:
    """What came out of a check. `action`, from the most urgent: emergency, same_day, within_days,
    within_weeks, carry_on; `action_from`: red_flags, patterns or course. `side_words` names the
    knee: "left knee", or that it was not said.
    """

    action: str
    action_words: str
    action_from: str
    side: str
    side_words: str
    care: CareCard
    red_flags: tuple[FlagLine, ...]
    screen_complete: bool
    fits: tuple[FitLine, ...]
    unlikely: tuple[str, ...]
    cannot_say: bool
    cannot_say_because: tuple[ReasonLine, ...]
    contributors: tuple[ContributorLine, ...]
    next_questions: tuple[str, ...]
    flips_if: tuple[ReasonLine, ...]
    rules_version: str
    language: str


@dataclass(frozen=True)
class Turn:
    """The question to ask now, None when there is none left, and about how many are to come.

    `stop` is there as soon as the answers so far ask for help today; `no_longer_asked` names the
    answers to whose questions the others do not lead any more.
    """

    question: QuestionSheet | None
    left: int
    stop: CheckReport | None
    no_longer_asked: tuple[str, ...]


@dataclass(frozen=True)
class AnswerLine:
    """One answer in words, for the check-your-answers page.

    `applies` is False when the other answers no longer lead to its question; `is_plain_no` says
    that it is a no to all that was asked, and `denied` what that was.
    """

    question: str
    text: str
    said: tuple[str, ...]
    answer: Answer
    is_unsure: bool
    is_plain_no: bool
    denied: tuple[str, ...]
    from_profile: bool
    applies: bool


@dataclass(frozen=True)
class ClinicianLine:
    """What a clinician said."""

    kind: str
    kind_words: str
    said: str
    may_load: bool
    answered_on: date


@dataclass(frozen=True)
class Lock:
    """Plan and routines wait for a clinician because of this check."""

    key: str
    action: str
    side: str
    side_words: str
    since: datetime
    flags: tuple[str, ...]
    sentence: str
    clinician_said_no: bool


@dataclass(frozen=True)
class CheckPage:
    """A check as it stands.

    `question` is the one to show: the one asked for, else the next; None when there is none left,
    and then come the answers to look over. `answer` is what was said to it before; `before` the
    question to which Back leads. `left` is about how many are still to come. `lines` are all
    answers in the order of asking, those of the profile first; `no_longer_asked` those that go
    when the check is finished. `stop` is there as soon as the answers so far ask for help today;
    `report` once the check is finished.
    """

    key: str
    side: str
    side_words: str
    started_at: datetime
    finished_at: datetime | None
    question: QuestionSheet | None
    answer: Answer | None
    before: str | None
    asked: int
    left: int
    lines: tuple[AnswerLine, ...]
    no_longer_asked: tuple[AnswerLine, ...]
    stop: CheckReport | None
    report: CheckReport | None
    clinician: tuple[ClinicianLine, ...]
    is_locking: bool
    holds_plan: bool


@dataclass(frozen=True)
class CheckRow:
    """One line of the history; `changes` say what is other than in the check before it."""

    key: str
    side: str
    side_words: str
    started_at: datetime
    finished_at: datetime | None
    action: str
    action_words: str
    patterns: tuple[str, ...]
    worst_pain: float | None
    changes: tuple[str, ...]
    clinician: tuple[ClinicianLine, ...]
    is_locking: bool


@dataclass(frozen=True)
class Due:
    """Why a check is offered again; `kind` is no_better or pain_jump."""

    kind: str
    sentence: str
