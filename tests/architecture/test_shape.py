"""The code stays as small and as plain as the code bases it learns from."""

import ast
from pathlib import Path
from statistics import median

import pytest

CHECKOUT = Path(__file__).parents[2]
SOURCES = sorted((CHECKOUT / "src" / "midstance").rglob("*.py"))
HAND_WRITTEN = [path for path in SOURCES if "migrations" not in path.parts]
NOT_NAMES = {"utils", "helpers", "manager", "process", "handle", "data", "common", "misc"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def code_lines(function: ast.AST) -> int:
    docstring = ast.get_docstring(function, clean=False)
    return function.end_lineno - function.lineno + 1 - (docstring or "").count("\n")


def all_functions():
    for path in HAND_WRITTEN:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, FUNCTIONS):
                yield path, node


def test_functions_fit_on_the_screen():
    lengths = sorted(code_lines(function) for _, function in all_functions())
    assert median(lengths) <= 8
    assert lengths[int(0.9 * len(lengths))] <= 31
    assert sum(length > 50 for length in lengths) <= 0.02 * len(lengths)


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.stem)
def test_names_say_what_a_thing_is(path):
    assert path.stem not in NOT_NAMES


def test_every_use_case_says_what_it_changes():
    words = ("*Changes*", "*Refuses*", "*Twice*", "*Privacy*")
    for path in (CHECKOUT / "src/midstance/app").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            text = ast.get_docstring(node) if isinstance(node, FUNCTIONS) else None
            if text and "*Changes*" in text:
                assert all(word in text for word in words), f"{path.name}: {node.name}"


def test_public_numeric_functions_have_docstrings():
    for path in (CHECKOUT / "src/midstance/core").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, FUNCTIONS) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path}: {node.name} has no docstring"
