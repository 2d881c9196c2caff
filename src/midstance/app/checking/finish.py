"""Turn an open check into a finished one with its snapshot."""

from django.utils import timezone
from django.utils.translation import override

from midstance.app.checking.engine import check_document, readable_part
from midstance.app.checking.records import CheckReport, Document
from midstance.app.checking.report import Checked, build_report
from midstance.app.checking.snapshot import write_snapshot
from midstance.knowledge.knee_check import load_check_model
from midstance.store.models import KneeCheck


def close_check(check: KneeCheck, document: Document) -> CheckReport:
    """Judge the answers, store what came out with what went in, and give it."""
    checked = check_document(readable_part(load_check_model(), document))
    with override(check.language):
        report = build_report(checked, check.language)
    note_answers(check, checked)
    check.asked = [name for name in check.asked if name in checked.document]
    check.result = write_snapshot(checked.document, check.asked, report)
    check.rules_version = report.rules_version
    check.finished_at = timezone.now()
    check.save()
    return report


def note_answers(check: KneeCheck, checked: Checked) -> None:
    """Write the answers into the row, with the side and the action that follow from them."""
    check.answers = checked.document
    check.action = checked.assessment.action
    check.side = checked.side
