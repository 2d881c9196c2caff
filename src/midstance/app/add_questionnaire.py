"""Licensed questionnaires: put in as a document by whoever holds the licence, and taken out."""

from django.db import transaction
from django.utils.translation import gettext as _

from midstance.app.training.asked import (
    PUBLISHED_CHANGE,
    licence_words,
    licensed_kind,
    points_words,
)
from midstance.app.training.check_in_sheets import QuestionnaireLine
from midstance.app.training.questionnaire import Form, build_form, read_form
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.store.models import Questionnaire, Runner

MOST_QUESTIONNAIRES = 10


def add_questionnaire(runner: Runner, content: bytes) -> QuestionnaireLine:
    """Put in a licensed questionnaire from its JSON document.

    *Changes* adds it to what can be answered.
    *Refuses* a document with problems (InvalidAnswersError, which names all of them), another one
    of the same name, and an eleventh (RefusedError).
    *Twice* the same document is there once.
    *Privacy* its text stays in the data folder; no part of it leaves this machine.
    """
    form, document = read_form(content)
    with transaction.atomic():
        known = {row.name: row for row in Questionnaire.objects.owned_by(runner)}
        row = known.get(form.name)
        if row is None:
            _refuse_more(len(known))
            row = Questionnaire.objects.create(owner=runner, name=form.name, document=document)
        elif build_form(row.document).version != form.version:
            words = _("There is another questionnaire named “%(name)s”. Take that one out first.")
            raise RefusedError(words % {"name": form.name})
    return _line(row, form)


def list_questionnaires(runner: Runner) -> tuple[QuestionnaireLine, ...]:
    """The questionnaires that were put in, in the order of their names.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    rows = Questionnaire.objects.owned_by(runner).order_by("name", "pk")
    return tuple(_line(row, build_form(row.document)) for row in rows)


def remove_questionnaire(runner: Runner, kind: str) -> None:
    """Take a questionnaire out.

    *Changes* removes its text from this machine; answers stay, and count again with the same text.
    *Refuses* one that is not there (NotFoundError).
    *Twice* is refused.
    *Privacy* the runner's own only.
    """
    rows = Questionnaire.objects.owned_by(runner)
    found = next((row for row in rows if licensed_kind(row.name) == kind), None)
    if found is None:
        raise NotFoundError(f"Expected one of your questionnaires, there is none “{kind}”.")
    found.delete()


def _refuse_more(count: int) -> None:
    if count >= MOST_QUESTIONNAIRES:
        told = {"most": MOST_QUESTIONNAIRES}
        raise RefusedError(_("There are %(most)s questionnaires already. Take one out.") % told)


def _line(row: Questionnaire, form: Form) -> QuestionnaireLine:
    change = form.smallest_change
    told = {"points": points_words(change.points), "source": change.source} if change else {}
    return QuestionnaireLine(
        name=form.name,
        kind=licensed_kind(form.name),
        items=len(form.items),
        holder=form.holder,
        granted_to=form.granted_to,
        terms=form.terms,
        words=licence_words(form),
        smallest_change=PUBLISHED_CHANGE % told if change else "",
        added_at=row.added_at,
    )
