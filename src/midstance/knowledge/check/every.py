"""All checks, one after the other."""

from datetime import date

from midstance.knowledge.check.barriers import problems_of_barriers
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.check.changes import problems_of_changes
from midstance.knowledge.check.check_ins import problems_of_check_ins
from midstance.knowledge.check.citing import problems_of_citing
from midstance.knowledge.check.exercises import problems_of_exercises
from midstance.knowledge.check.film_findings import problems_of_film_findings
from midstance.knowledge.check.gait import problems_of_gait
from midstance.knowledge.check.habits import problems_of_habits
from midstance.knowledge.check.knee import problems_of_knee_check
from midstance.knowledge.check.motions import problems_of_motions
from midstance.knowledge.check.numbers import problems_of_parameters
from midstance.knowledge.check.routines import problems_of_routines
from midstance.knowledge.check.screens import problems_of_screens
from midstance.knowledge.check.words import problems_of_words


def problems(base: KnowledgeBase, today: date) -> tuple[str, ...]:
    """Everything that is wrong, in words; empty when the knowledge base is sound."""
    return (
        *problems_of_citing(base, today),
        *problems_of_parameters(base),
        *problems_of_knee_check(base),
        *problems_of_exercises(base),
        *problems_of_routines(base),
        *problems_of_motions(base),
        *problems_of_check_ins(base),
        *problems_of_barriers(base),
        *problems_of_habits(base),
        *problems_of_changes(base),
        *problems_of_screens(base),
        *problems_of_film_findings(base),
        *problems_of_gait(base),
        *problems_of_words(base),
    )
