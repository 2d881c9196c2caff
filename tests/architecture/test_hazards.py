"""Every hazard has a control, and every control a test of the gate that proves it."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from midstance.knowledge.words import read_words

CHECKOUT = Path(__file__).parents[2]
SOURCE = CHECKOUT / "src/midstance"
LOG = yaml.safe_load((CHECKOUT / "docs/hazards.yaml").read_text("utf-8"))
HAZARDS = LOG["hazards"]
FIELDS = {
    "id", "hazard", "sequence", "harm", "severity", "before", "after", "control", "tests",
}  # fmt: skip
NOT_IN_THE_GATE = re.compile(r"mark\.(skip|skipif|xfail|long|real_data)\b")
CARE = read_words("care", "en")
OF_FILMS = re.compile(
    r"src/midstance/("
    r"app/(films/|film_run|read_films|drop_film|try_cue|analyse_gait|look_at_screen|gait_words"
    r"|worker|jobs)"
    r"|core/assess/film(s|ed)|web/(api_films|components/film_|pages/(films|movement)/))"
)
"""Whatever hands films over, reads them or tells of them."""
READS_FILMS = (
    r"midstance\.(pose|core\.gait|core\.assess\.film(s|ed))|\bFilm(Gait)?\b|\bCueTrial\b"
    r"|midstance\.app\.(films|film_run|read_films|drop_film|try_cue|analyse_gait|look_at_screen)"
    r"|midstance\.app\.gait_words"
)
ON_A_SCREEN = re.compile(
    r"src/midstance/(app/(read_screens|screens/records)\.py"
    r"|web/(api_screens\.py|pages/screens/(views|forms)\.py|pages/screens/film\.html))"
)
"""Where a screen shows her films of it; its readings and what they find know of none."""
INTO_THE_PLAN = {
    "src/midstance/app/training/state.py: from midstance.app.films.findings import wanted_by_films",
    "src/midstance/app/read_today.py: from midstance.app.films.trials import with_trial",
}
"""Two days of films that agree choose among exercises; a trial adds a sentence to a run."""
HAZARD_IDS = [hazard["id"] for hazard in HAZARDS]


def marks_of(node: ast.FunctionDef) -> str:
    return " ".join(ast.unparse(each) for each in node.decorator_list)


def module_marks(tree: ast.Module) -> str:
    named = (node for node in tree.body if isinstance(node, ast.Assign))
    return " ".join(ast.unparse(node) for node in named if "pytestmark" in ast.unparse(node))


def what_is_wrong_with(test: str) -> str:
    """Why a test id proves nothing, or "" where it does."""
    name, _, function = test.partition("::")
    path = CHECKOUT / name
    if not path.is_file():
        return f"{name} does not exist"
    tree = ast.parse(path.read_text("utf-8"))
    found = [node for node in tree.body if getattr(node, "name", None) == function]
    if not found or not function.startswith("test_"):
        return f"{name} has no test {function}"
    if NOT_IN_THE_GATE.search(marks_of(found[0]) + module_marks(tree)):
        return f"{test} is not part of the gate"
    return ""


def source_lines(pattern: str, *folders: str) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(CHECKOUT)}: {line.strip()[:80]}"
        for folder in folders or ("",)
        for path in (SOURCE / folder).rglob("*")
        if path.suffix in {".py", ".ts", ".html"} and "built" not in path.parts
        for line in path.read_text("utf-8").splitlines()
        if wanted.search(line)
    ]


@pytest.mark.parametrize("hazard", HAZARDS, ids=HAZARD_IDS)
def test_a_hazard_is_told_in_full(hazard):
    assert set(hazard) == FIELDS
    assert all(hazard.values())
    assert hazard["severity"] in LOG["severities"]
    assert {hazard["before"], hazard["after"]} <= set(LOG["probabilities"])


def test_the_hazards_of_the_review_are_all_there_and_none_twice():
    assert len(set(HAZARD_IDS)) == len(HAZARD_IDS)
    assert {f"H{number}" for number in range(1, 19)} <= set(HAZARD_IDS)


@pytest.mark.parametrize("hazard", HAZARDS, ids=HAZARD_IDS)
def test_each_control_has_tests_of_the_gate(hazard):
    assert [wrong for test in hazard["tests"] if (wrong := what_is_wrong_with(test))] == []


@pytest.mark.parametrize("hazard", HAZARDS, ids=HAZARD_IDS)
def test_no_risk_is_left_above_what_is_allowed(hazard):
    order = LOG["probabilities"]
    most = LOG["most_probable_after"][hazard["severity"]]
    assert order.index(hazard["after"]) <= order.index(most)
    assert order.index(hazard["after"]) <= order.index(hazard["before"])


@pytest.mark.parametrize(
    "test",
    [
        "tests/nowhere/test_nothing.py::test_it",
        "tests/architecture/test_hazards.py::test_that_nobody_wrote",
        "tests/architecture/test_hazards.py::what_is_wrong_with",
        "tests/importers/test_clean_real.py::test_that_nobody_wrote",
    ],
)
def test_a_control_without_a_test_is_found(test):
    assert what_is_wrong_with(test)


@pytest.mark.parametrize("mark", ["skip", "xfail", "long", "real_data", "skipif(True)"])
def test_a_test_outside_of_the_gate_proves_nothing(mark):
    assert NOT_IN_THE_GATE.search(f"pytest.mark.{mark}")


def test_no_week_is_solved_but_where_it_is_looked_over():
    """Whoever wants a week asks `plan_week`, which looks at each one a second time."""
    calls = source_lines(r"^(?!def ).*(?<!\.)\b(solve|assemble)\(")
    solvers = {line.partition(":")[0] for line in calls}
    assert solvers == {"src/midstance/core/plan/week.py"}, "see docs/hazards.yaml, H4"


def test_what_a_film_says_goes_into_no_check_and_by_one_way_into_a_plan():
    found = source_lines(READS_FILMS, "app", "web", "core/assess", "core/plan", "core/tissue")
    others = {line for line in found if not OF_FILMS.match(line)}
    onto_screens = {line for line in others if ON_A_SCREEN.match(line)}
    assert others - onto_screens == INTO_THE_PLAN, "see docs/hazards.yaml, H13 and H90"
    assert onto_screens, "a screen shows its films"


def test_a_camera_is_opened_and_a_film_is_played_on_the_pages_of_films_alone():
    found = source_lines(r"getUserMedia|<video\b")
    assert [line for line in found if "/web/pages/films/" not in line] == []


def test_nobody_but_herself_is_told_anything():
    found = source_lines(r"\bsend_mail\(|\bEmailMessage\(|\bsmtplib\b|PushManager|pywebpush")
    assert found == [], "alerts to others need controls in docs/hazards.yaml, H16"


@pytest.mark.parametrize("level", sorted(CARE))
def test_every_card_says_who_what_and_when(level):
    card = CARE[level]
    assert all((card.heading, card.who, card.what, card.when))
    assert 'Say: "' in card.what or level == "carry_on"


@pytest.mark.parametrize("level", sorted(set(CARE) - {"emergency"}))
def test_every_card_that_is_no_emergency_says_when_to_get_help_sooner(level):
    assert re.search(r"[Gg]et help|emergency number", CARE[level].what)
    assert CARE[level].when


def test_the_emergency_card_is_whole_in_itself():
    card = CARE["emergency"]
    whole = f"{card.heading} {card.who} {card.what} {card.when}"
    assert all(number in card.who for number in ("112", "999", "911"))
    assert "emergency department" in card.who
    assert "Do not run" in card.what
    assert "Do not drive yourself" in card.who
    assert re.search(r"https?:|www\.|<a |\bmore about\b|\bread more\b", whole) is None
