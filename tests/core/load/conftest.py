"""Views of runs made by hand."""

import pytest

from load_views import view_of


@pytest.fixture(scope="session")
def make_view():
    return view_of
