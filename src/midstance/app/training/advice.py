"""A recommendation in at most sixty words: because, expect, stop if, source."""

from django.utils.translation import gettext as _

from midstance.app.training.records import Advice
from midstance.core.plan.problem import CANNOT_SAY, Programme
from midstance.core.plan.return_to_run import Edit, RunMode, RunPlan
from midstance.knowledge.load import read_parameters, read_sources
from midstance.knowledge.records import ASSUMED, Source
from midstance.knowledge.records_text import Claim
from midstance.knowledge.words import read_words

NO_ADVICE = Advice("", "", "", "")
LONGEST = "longest_times"


def programme_advice(
    programme: Programme, ceiling: float, language: str, condition: str = CANNOT_SAY
) -> Advice:
    """Why the exercises of a programme, what to expect of them and when to stop."""
    text = read_words("programmes", language)[programme]
    because = text.because.text
    if programme is Programme.GENERAL and condition != CANNOT_SAY:
        because = _(
            "There is no programme of its own yet for what your check fits, so the exercises are "
            "gentle and cover the whole leg."
        )
    return Advice(
        because=because,
        expect=text.expect.text,
        stop_if=_("Stop if pain goes above %(pain)s of 10, or the knee swells or locks.")
        % {"pain": f"{ceiling:g}"},
        source=_source(text.because, text.expect),
    )


def running_advice(running: RunPlan, ceiling: float) -> Advice:
    """Why runs are as long as they are."""
    if running.outing is None:
        return NO_ADVICE
    cited = read_parameters()[LONGEST].sources
    stop_if = _("Stop if pain goes above %(pain)s of 10 or you limp.") % {"pain": f"{ceiling:g}"}
    if Edit.BELOW_ONSET in running.edits:
        stop_if = _("Stop as soon as the outside of the knee hurts, or you limp.")
    if running.mode is RunMode.FREE:
        return Advice(
            because=_("A run much longer than any of the last 30 days came before more injuries."),
            expect=_("One thing grows at a time: first distance, then hills, then pace."),
            stop_if=stop_if,
            source=named_sources([read_sources()[name] for name in cited]),
        )
    if running.is_edited:
        return Advice(
            because=_("Short and often loads the knee less at a time than long and seldom."),
            expect=_("The next morning the knee is as before. Then runs may grow a little."),
            stop_if=stop_if,
            source=_("expert judgement"),
        )
    return Advice(
        because=_("Walking in between lets the knee get used to running again."),
        expect=_("Each step comes twice. The next morning the knee is as before."),
        stop_if=stop_if,
        source=_("expert judgement"),
    )


def _source(*claims: Claim) -> str:
    names = dict.fromkeys(name for claim in claims for name in claim.sources)
    judged = any(claim.certainty in ASSUMED for claim in claims)
    told = named_sources([read_sources()[name] for name in names])
    if not told:
        return _("expert judgement")
    return _("%(sources)s; part is expert judgement") % {"sources": told} if judged else told


def named_sources(sources: list[Source]) -> str:
    """Gives "Frandsen JSB 2025"."""
    return "; ".join(f"{source.authors.split(',')[0]} {source.year}" for source in sources)
