"""Real files read through the sandbox are those read without it, to the last bit."""

import pytest

from importers.same import fingerprint
from midstance.core.base.errors import UnreadableFileError
from midstance.importers.archive import read_source
from midstance.importers.sandbox import SandboxedReader

pytestmark = pytest.mark.real_data


def outcome_of(read):
    try:
        return [fingerprint(member) for member in read()]
    except UnreadableFileError as error:
        return (type(error).__name__, str(error))


def in_process(path):
    with path.open("rb") as stream:
        yield from read_source(stream, path.name, lambda _: False, lambda *_: None)


@pytest.mark.parametrize("archive", ["device_files", "history_b"])
def test_reading_through_the_sandbox_changes_nothing(unpacked, archive):
    paths = sorted(path for path in unpacked(archive).rglob("*") if path.is_file())[::3]
    with SandboxedReader() as reader:
        for path in paths:
            alone = outcome_of(lambda path=path: in_process(path))
            assert outcome_of(lambda path=path: reader.read_source(path, path.name)) == alone, path
