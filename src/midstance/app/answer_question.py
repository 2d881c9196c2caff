"""One answer of an open check."""

from django.db import transaction

from midstance.app.checking.answer_words import plain_answer
from midstance.app.checking.engine import check_document, readable_part
from midstance.app.checking.finish import note_answers
from midstance.app.checking.pages import page_of
from midstance.app.checking.records import CheckPage
from midstance.app.checking.sheets import find_question
from midstance.app.checking.stored import find_check
from midstance.core.assess.answers import read_answers
from midstance.core.base.errors import RefusedError
from midstance.knowledge.knee_check import load_check_model
from midstance.store.models import Runner


def answer_question(runner: Runner, key: str, question: str, answer: object) -> CheckPage:
    """Keep one answer and show what comes next.

    *Changes* the answer, and nothing else: answers that it makes pointless stay until she says so.
    *Refuses* an unknown check (NotFoundError), a finished one (RefusedError), and what is no answer
    to the question (InvalidAnswersError).
    *Twice* keeps the latest.
    *Privacy* stays in the data folder.
    """
    model = load_check_model()
    with transaction.atomic():
        check = find_check(runner, key, for_change=True)
        if check.finished_at is not None:
            raise RefusedError("This check is finished and keeps its answers; start a new one.")
        read_answers(model.questions, {question: answer})
        asked = find_question(model, question)
        if asked is not None:
            kept = readable_part(model, check.answers)
            checked = check_document({**kept, question: plain_answer(asked, answer)})
            note_answers(check, checked)
            check.asked = list(dict.fromkeys((*check.asked, question)))
            check.save()
    return page_of(check)
