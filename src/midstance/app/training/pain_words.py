"""Pain as questions and as what it means."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.training.records import Meaning
from midstance.core.plan.pain_rules import Light
from midstance.store.models import Moment

MOMENT_WORDS = {
    Moment.BEFORE: gettext_lazy("before"),
    Moment.DURING: gettext_lazy("during"),
    Moment.AFTER: gettext_lazy("an hour after"),
    Moment.MORNING: gettext_lazy("in the morning"),
}
LIGHT_WORDS = {
    "carry_on": gettext_lazy("Carry on"),
    "adjust": gettext_lazy("Adjust"),
    "stop": gettext_lazy("Stop"),
}
SEE_SOMEONE = gettext_lazy(
    "See someone about your knee within days. Until they have said what you may do, "
    "there is no plan."
)
LIGHT_NAMES = {
    Light.GREEN: "carry_on",
    Light.UNKNOWN: "carry_on",
    Light.AMBER: "adjust",
    Light.RED: "stop",
}


def moment_words(moment: str) -> str:
    return str(MOMENT_WORDS[Moment(moment)])


def light_words(light: str) -> str:
    return str(LIGHT_WORDS[light])


def question_of(moment: str, *, has_run: bool) -> str:
    """The question of a check-in."""
    if moment == Moment.MORNING:
        return _("How much does your knee hurt this morning?")
    if moment == Moment.AFTER:
        return _("How much did your knee hurt an hour after?")
    if has_run:
        return _("How much did your knee hurt during the run, at its worst?")
    return _("How much does your knee hurt now?")


def meaning_of_stop(sentence: str) -> Meaning:
    """Something forbids to train, whatever was answered."""
    return Meaning("stop", light_words("stop"), sentence, rescreen=False)


def meaning_of_rest(until: date) -> Meaning:
    """The rest after a red day goes on, however well the knee is in it."""
    words = _("Noted. Your knee rests until %(day)s, as it was worse than it should be.")
    return meaning_of_stop(words % {"day": date_format(until, "l")})


def meaning_of(light: Light, *, rescreen: bool) -> Meaning:
    """What an answer means, in a sentence."""
    name = "stop" if rescreen else LIGHT_NAMES[light]
    return Meaning(name, light_words(name), _sentence(light, rescreen=rescreen), rescreen)


def _sentence(light: Light, *, rescreen: bool) -> str:
    if rescreen:
        return _("That is more than usual. Do the knee check now, before anything else.")
    return {
        Light.GREEN: _("Your knee took it well. The plan goes on."),
        Light.UNKNOWN: _("Noted. Tomorrow morning tells the rest."),
        Light.AMBER: _("A little more than planned. The next session stays as it is."),
        Light.RED: _(
            "That was too much for your knee. Rest it for two days; the plan then goes a step "
            "back. If it was a slip, tell it again within ten minutes."
        ),
    }[light]
