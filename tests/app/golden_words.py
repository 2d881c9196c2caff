"""The weeks of the named runners as she reads them; run it as `app.golden_words` to write them."""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden_plans"


def sheets():
    """The sheet of each named runner, without a diary and without a week before."""
    from core.plan.golden_weeks import situations, week_of  # noqa: PLC0415 - Django comes first
    from midstance.app.training.diary import build_diary  # noqa: PLC0415
    from midstance.app.training.kept_weeks import KeptWeek  # noqa: PLC0415
    from midstance.app.training.sheets import build_sheet  # noqa: PLC0415
    from midstance.store.models import Runner  # noqa: PLC0415

    found = {}
    for name, inputs in situations().items():
        day = date.fromordinal(inputs.first_day)
        week = KeptWeek(
            key=name,
            made_at=datetime(2026, 11, 30, tzinfo=UTC),
            made_on=day,
            began_on=day,
            first_day=day,
            inputs=inputs,
            plan=week_of(inputs),
        )
        diary = build_diary(day, (), (), ())
        found[name] = build_sheet(Runner(name="Ada"), week, None, diary, "en")
    return found


def tell(name, sheet):
    """A week as a physiotherapist would hand it over on a page."""
    parts = [f"# {name.replace('_', ' ').capitalize()}"]
    if sheet.empty:
        parts.append(sheet.empty)
    else:
        parts += [f"This week leans on {sheet.programme_words}.", days_of(sheet)]
        parts += [tell_session(each) for each in kinds_of(sheet)]
        parts.append(tell_running(sheet.running))
    parts += [f"- {words}" for words in sheet.see_clinician]
    parts.append(listed("What shaped it", sheet.limits))
    parts.append(listed("What is new", sheet.differences))
    if not sheet.empty:
        parts.append(tell_advice("Why", sheet.advice))
        parts.append(f"Look back after {(sheet.review_day - sheet.first_day).days} days.")
    return "\n\n".join(part for part in parts if part) + "\n"


def days_of(sheet):
    lines = []
    for number, day in enumerate(sheet.days, 1):
        told = [f"{each.title} {-(-each.seconds // 60)} min" for each in day.sessions]
        lines.append(f"- Day {number}: {', '.join(told) or 'rest'}")
    return "\n".join(lines)


def kinds_of(sheet):
    """The first session of each kind that holds exercises, or the least that helps."""
    kept = {}
    for each in (each for day in sheet.days for each in day.sessions):
        if each.items or each.kind == "cross":
            kept.setdefault(each.kind, each)
    found = list(kept.values())
    return [*found, sheet.least] if sheet.least is not None else found


def tell_session(session):
    title = f"## {session.title}"
    if session.day is None:
        title = "## The least that helps"
    if not session.items:
        return f"{title}\n\n{session.summary}"
    lines = [
        f"- {item.name}: {item.dose}"
        + (f" ({'; '.join(item.because)})" if item.because else "")
        + "".join(f"\n  - {words}" for words in item.changes)
        for item in session.items
    ]
    return title + "\n\n" + "\n".join(lines)


def tell_running(running):
    lines = [f"## Running\n\n{running.words}"]
    lines += [f"- {words}" for words in (running.most, *running.edits) if words]
    if running.missing:
        lines.append("What stands before running:")
        lines += [f"- {words}" for words in running.missing]
    if running.advice.because:
        lines.append(tell_advice("", running.advice))
    return "\n".join(lines)


def tell_advice(title, advice):
    head = f"## {title}\n\n" if title else "\n"
    return (
        f"{head}{advice.because} {advice.expect}\n\n**{advice.stop_if}**\n\n"
        f"Rests on: {advice.source}."
    )


def listed(title, lines):
    return f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def write_all():
    GOLDEN.mkdir(exist_ok=True)
    for name, sheet in sheets().items():
        (GOLDEN / f"{name}.md").write_text(tell(name, sheet), "utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "midstance.web.settings")
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import django

    django.setup()
    write_all()
