"""New files of tests are brought up to date once in a process; those that follow are copies."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db.migrations.executor import MigrationExecutor

from midstance.store.sqlite.base import Library

FILES = "scratch_"
truly_migrate = MigrationExecutor.migrate


@contextmanager
def migrated_once() -> Iterator[None]:
    """Inside, an empty scratch database takes over what the first one came to."""
    kept: dict[tuple[tuple[str, str], ...], Library.Connection] = {}

    def migrate(executor, targets, plan=None, **told):
        database = executor.connection
        is_new = database.alias.startswith(FILES) and not executor.loader.applied_migrations
        if plan is not None or not is_new or database.in_atomic_block:
            return truly_migrate(executor, targets, plan, **told)
        name = tuple(sorted(targets))
        if name in kept:
            kept[name].backup(database.connection)
            executor.loader.build_graph()
            return truly_migrate(executor, targets, **told)
        state = truly_migrate(executor, targets, **told)
        kept[name] = Library.connect(":memory:", check_same_thread=False)
        database.connection.backup(kept[name])
        return state

    with patch.object(MigrationExecutor, "migrate", migrate):
        yield
    for each in kept.values():
        each.close()
