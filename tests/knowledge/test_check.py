"""The check of the knowledge base finds each kind of fault that is planted in it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import pytest

from midstance.core.assess.model import QuestionKind
from midstance.knowledge.check import KnowledgeBase, problems, read_knowledge_base
from midstance.knowledge.records import Certainty, Checked
from midstance.knowledge.records_check import Level

TODAY = datetime.now(UTC).date()
BASE = cache(read_knowledge_base)

NEVER = Checked(on=date(9999, 1, 1), by="nobody")


def with_record(kind: str, id_: str, /, **changes: object) -> KnowledgeBase:
    """The knowledge base with one record of the knee check changed."""
    check = BASE().check
    records = getattr(check, kind)
    changed = {**records, id_: replace(records[id_], **changes)}
    return replace(BASE(), check=replace(check, **{kind: changed}))


def without(kind: str, id_: str) -> KnowledgeBase:
    check = BASE().check
    kept = {name: record for name, record in getattr(check, kind).items() if name != id_}
    return replace(BASE(), check=replace(check, **{kind: kept}))


def with_words(kind: str, texts: object, language: str = "en") -> KnowledgeBase:
    words = {**BASE().words, language: {**BASE().words["en"], kind: texts}}
    return replace(BASE(), words=words)


def without_words(kind: str, id_: str) -> KnowledgeBase:
    texts = BASE().words["en"][kind]
    return with_words(kind, {name: text for name, text in texts.items() if name != id_})


def first_likelihood(**changes: object) -> KnowledgeBase:
    finding = BASE().check.findings["squat_pain"]
    first, *others = finding.likelihoods
    return with_record("findings", "squat_pain", likelihoods=(replace(first, **changes), *others))


def first_multiplier(**changes: object) -> KnowledgeBase:
    condition = BASE().check.conditions["patellofemoral_pain"]
    first, *others = condition.multipliers
    changed = (replace(first, **changes), *others)
    return with_record("conditions", condition.id, multipliers=changed)


def first_sign(**changes: object) -> KnowledgeBase:
    contributor = BASE().check.contributors["training_jump"]
    first, *others = contributor.signs
    return with_record("contributors", contributor.id, signs=(replace(first, **changes), *others))


def a_summary_that_cites(source: str) -> KnowledgeBase:
    texts = BASE().words["en"]["conditions"]
    text = texts["plica_syndrome"]
    planted = replace(text, summary=replace(text.summary, sources=(source,)))
    return with_words("conditions", {**texts, text.id: planted})


def a_new_option(**changes: object) -> KnowledgeBase:
    options = (*BASE().check.questions["provoked_by"].options, "dancing")
    return with_record("questions", "provoked_by", options=options, **changes)


def asked(clause: str) -> KnowledgeBase:
    return with_record("questions", "palpation", asked_when=((clause,),))


def harm(*values: float) -> KnowledgeBase:
    return with_record("conditions", "plica_syndrome", harm=values)


def red_flag(**changes: object) -> KnowledgeBase:
    return with_record("red_flags", min(BASE().check.red_flags), **changes)


def parameters(**changed: object) -> KnowledgeBase:
    return replace(BASE(), parameters={**BASE().parameters, **changed})


FAULTS = {
    # sources
    "an unknown source": (lambda: first_likelihood(sources=("nobody_1900",)), "unknown source"),
    "an unknown source in words": (lambda: a_summary_that_cites("nobody"), "unknown source"),
    "published without a source": (
        lambda: first_likelihood(sources=(), certainty=Certainty.PUBLISHED),
        "cites nothing",
    ),
    "a date in the future": (
        lambda: with_record("conditions", "plica_syndrome", checked=NEVER),
        "in the future",
    ),
    # clauses
    "a clause nobody can read": (lambda: asked("where is it"), "Expected a clause"),
    "an unknown question": (lambda: asked("weather=rain"), "unknown question weather"),
    "an unknown option": (lambda: asked("sex=other"), "unknown option other"),
    "an option twice": (lambda: asked("sex=male|male"), "an option twice"),
    "a number where options are": (lambda: asked("sex<3"), "compares sex with a number"),
    "an option where a number is": (lambda: asked("age_y=old"), "which is a number"),
    "a number out of range": (lambda: asked("age_y>=400"), "cannot be between"),
    "a range turned round": (lambda: asked("age_y>=50<40"), "cannot be between"),
    "a clause that always holds": (lambda: asked("age_y>=8"), "is always so"),
    # questions
    "an option that changes nothing": (a_new_option, "the option dancing changes nothing"),
    "an option without its label": (a_new_option, "the option dancing lacks its label"),
    "a question that changes nothing": (
        lambda: without("findings", "resisted_extension_pain"),
        "questions/resisted_extension changes nothing",
    ),
    "one option alone": (
        lambda: with_record("questions", "point", options=("one_finger",)),
        "two different options",
    ),
    "unknown as an option": (
        lambda: with_record("questions", "point", options=("one_finger", "unknown")),
        "always allowed",
    ),
    "yes_no with other options": (
        lambda: with_record("questions", "point", kind=QuestionKind.YES_NO),
        "not yes and no",
    ),
    "none of these that is no option": (
        lambda: with_record("questions", "provoked_by", none_of_these="nothing"),
        "no option of a list",
    ),
    "none of these in a choice": (
        lambda: with_record("questions", "point", none_of_these="one_finger"),
        "no option of a list",
    ),
    "a question asked again that is not there": (
        lambda: with_record("questions", "walking_again", asks_again="running"),
        "asks again what is no question with options",
    ),
    "a number asked again": (
        lambda: with_record("questions", "walking_again", asks_again="age_y"),
        "asks again what is no question with options",
    ),
    "a question asked a third time": (
        lambda: with_record("questions", "walking_again", asks_again="swelling_again"),
        "asks again what is no question with options",
    ),
    "another question in place of the same": (
        lambda: with_record("questions", "walking_again", options=("normal", "sore")),
        "asks for something else than walking",
    ),
    "the same question asked later": (
        lambda: with_record("questions", "walking_again", order=99),
        "does not come right after walking",
    ),
    "a number without a range": (
        lambda: with_record("questions", "age_y", low=None),
        "has no range",
    ),
    "a number with options": (
        lambda: with_record("questions", "age_y", options=("old", "young")),
        "a number with options",
    ),
    "a question in no time": (
        lambda: with_record("questions", "age_y", seconds=0.0),
        "takes no time",
    ),
    # red flags
    "a rule without a line": (lambda: red_flag(when=()), "can never hold, or always does"),
    "an empty line": (lambda: red_flag(when=((),)), "can never hold, or always does"),
    "a trigger that is not listed": (lambda: red_flag(trigger=99), "unknown trigger 99"),
    "more urgent when unsure": (
        lambda: red_flag(level=Level.WITHIN_WEEKS, level_if_unsure=Level.EMERGENCY),
        "more urgent when unsure",
    ),
    # findings
    "a likelihood too few": (
        lambda: with_record("findings", "squat_pain", likelihoods=()),
        "exactly one likelihood",
    ),
    "a likelihood of no pattern": (
        lambda: first_likelihood(pattern="housemaids_knee"),
        "exactly one likelihood",
    ),
    "a finding never seen": (
        lambda: with_record("findings", "squat_pain", seen_when=()),
        "can never be seen",
    ),
    "a certain likelihood": (lambda: first_likelihood(high_frac=1.0), "not in order"),
    "bounds turned round": (lambda: first_likelihood(low_frac=0.99), "not in order"),
    # conditions
    "priors that sum to another number": (
        lambda: with_record("conditions", "plica_syndrome", adult_frac=0.5),
        "adult_frac sums to",
    ),
    "an impossible prior": (
        lambda: with_record("conditions", "plica_syndrome", adolescent_frac=0.0),
        "impossible or certain",
    ),
    "a harm too few": (lambda: harm(0, 1, 1, 1), "a harm for each level"),
    "no level without harm": (lambda: harm(0.1, 1, 1, 1, 1), "none for one of them"),
    "a harm that goes up and down": (lambda: harm(0, 2, 1, 2, 3), "neither falls"),
    "an action that harms": (lambda: harm(1, 0, 1, 2, 3), "another action"),
    "a multiplier beyond belief": (lambda: first_multiplier(times=99.0), "multiplier"),
    "a multiplier that never holds": (lambda: first_multiplier(when=()), "multiplier"),
    "two patterns without a name": (
        lambda: with_record("conditions", "plica_syndrome", named=False),
        "without a name",
    ),
    # contributors
    "a certain contributor": (
        lambda: with_record("contributors", "training_jump", prior_frac=1.0),
        "impossible or certain",
    ),
    "a sign turned round": (lambda: first_sign(ratio_present=0.5), "turned round"),
    "a sign beyond belief": (lambda: first_sign(ratio_absent=0.001), "beyond belief"),
    # tests, constants and words
    "a question without its self-test": (lambda: without("tests", "palpation"), "tests/palpation"),
    "a self-test without its question": (
        lambda: without("questions", "palpation"),
        "tests/palpation",
    ),
    "a constant that nothing uses": (
        lambda: parameters(
            idle=replace(BASE().parameters["gap_frac"], id="idle"),
        ),
        "parameters/idle is used by nothing",
    ),
    "a constant that is missing": (
        lambda: parameters(
            gap_frac=replace(BASE().parameters["gap_frac"], model="knee_load"),
        ),
        "parameters/gap_frac is missing",
    ),
    "a record without words": (
        lambda: without_words("findings", "squat_pain"),
        "en/findings/squat_pain is missing",
    ),
    "words without a record": (
        lambda: without("contributors", "training_jump"),
        "contributors/training_jump has words but no record",
    ),
    "a care card that is missing": (
        lambda: without_words("care", "emergency"),
        "en/care/emergency is missing",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault):
    plant, said = FAULTS[fault]
    found = problems(plant(), TODAY)
    assert any(said in line for line in found), found[:5]


def test_a_language_may_lack_words_but_not_hold_words_of_nobody():
    texts = {"squat_pain": BASE().words["en"]["findings"]["squat_pain"]}
    assert problems(with_words("findings", texts, "nn"), TODAY) == ()
    strange = {"dancing_pain": texts["squat_pain"]}
    assert any(
        "dancing_pain" in line for line in problems(with_words("findings", strange, "nn"), TODAY)
    )
