"""Whether the pain is at the knee at all."""

from collections.abc import Mapping

from midstance.core.assess.answers import UNSURE, YES, Answers
from midstance.core.assess.model import Action, Clause

PLACE, PRESSED = "where", "palpation"

AWAY = frozenset(
    {
        "front_thigh",
        "inner_thigh",
        "outer_thigh",
        "back_thigh",
        "outer_hamstring",
        "back_hamstring_inner",
        "back_hamstring_outer",
        "front_shin",
        "outer_shin",
        "back_calf",
        "back_calf_inner",
        "back_calf_outer",
    }
)
"""Zones of the pain map that show where the thigh, the shin and the calf begin."""

LASTS = Clause(question="duration_w", options=(), at_least=2.0, below=None)
LIMITS = Clause("walking", ("sore", "limp", "cannot_4_steps"), at_least=None, below=None)


def is_away(answers: Answers) -> bool:
    """Whether the pain is in zones beside the knee and in none of the knee's own."""
    zones = _shown(answers, PLACE)
    return bool(zones) and zones <= AWAY


def is_placed(answers: Answers) -> bool:
    """Whether it is known where the pain is."""
    return bool(_shown(answers, PLACE) or _shown(answers, PRESSED))


def _shown(answers: Answers, question: str) -> set[str]:
    states = answers.given.get(question)
    if not isinstance(states, Mapping):
        return set()
    return {option for option, state in states.items() if state is YES}


def action_of_scope(answers: Answers) -> Action:
    """Pain elsewhere that lasts or limits, or may do so, is for someone to look at."""
    if is_away(answers) and answers.any_clause((LASTS, LIMITS)) >= UNSURE:
        return Action.WITHIN_WEEKS
    return Action.CARRY_ON
