"""What the profile already says, so that a check does not ask for it."""

from midstance.app.checking.days import today_of
from midstance.app.checking.profile import answers_of_profile
from midstance.app.checking.records import Document
from midstance.knowledge.knee_check import load_check_model
from midstance.store.models import Runner


def read_known_answers(runner: Runner) -> Document:
    """Age and sex as answers of a check, as far as the runner has said them.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same in the same year.
    *Privacy* the runner's own profile only.
    """
    return answers_of_profile(load_check_model(), runner, today_of(runner))
