"""One row of streams a run in place of one a channel; what is packed inside stays as it was."""

import json
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TOGETHER = 5
RUNS_AT_ONCE = 100
ZSTD_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 1,
    zstd.CompressionParameter.checksum_flag: 1,
}


def join_channels(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    channels, joined = (rows_of(apps, name, alias) for name in ("StreamBlob", "RunStreams"))
    runs = list(channels.order_by("run_id").values_list("run_id", flat=True).distinct())
    for first in range(0, len(runs), RUNS_AT_ONCE):
        rows: dict[int, list[Any]] = defaultdict(list)
        for row in channels.filter(run_id__in=runs[first : first + RUNS_AT_ONCE]).order_by("pk"):
            rows[row.run_id].append(row)
        packed = {run_id: join_rows(rows[run_id]) for run_id in rows}
        joined.bulk_create(
            joined.model(run_id=run_id, codec=TOGETHER, blob=blob)
            for run_id, blob in packed.items()
            if blob is not None
        )


def part_channels(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    channels, joined = (rows_of(apps, name, alias) for name in ("StreamBlob", "RunStreams"))
    for row in joined.order_by("pk").iterator(chunk_size=RUNS_AT_ONCE):
        channels.bulk_create(
            channels.model(
                run_id=row.run_id,
                channel=name,
                codec=codec,
                scale=scale,
                n=n,
                blob=compress([body]),
            )
            for (name, codec, scale, n), body in part_row(bytes(row.blob))
        )


def rows_of(apps: Apps, name: str, alias: str) -> Any:
    return apps.get_model("store", name).objects.using(alias)


def join_rows(rows: list[Any]) -> bytes | None:
    """None where a row is damaged: the run then has no streams until a rebuild."""
    try:
        bodies = [zstd.decompress(bytes(row.blob)) for row in rows]
    except zstd.ZstdError:
        return None
    told = [
        [row.channel, row.codec, row.scale, row.n, len(body)]
        for row, body in zip(rows, bodies, strict=True)
    ]
    head = json.dumps(told, separators=(",", ":")).encode()
    return compress([struct.pack("<I", len(head)) + head, *bodies])


def part_row(blob: bytes) -> Iterator[tuple[list[Any], bytes]]:
    """Nothing of a row that is damaged."""
    try:
        whole = zstd.decompress(blob)
    except zstd.ZstdError:
        return
    at = 4 + struct.unpack_from("<I", whole)[0]
    for *told, size in json.loads(whole[4:at]):
        yield told, whole[at : at + size]
        at += size


def compress(parts: list[bytes]) -> bytes:
    compressor = zstd.ZstdCompressor(options=ZSTD_OPTIONS)
    blocks = [compressor.compress(part, compressor.FLUSH_BLOCK) for part in parts]
    return b"".join((*blocks, compressor.flush()))


class Migration(migrations.Migration):
    dependencies = [("store", "0003_knee_check")]

    operations = [
        migrations.CreateModel(
            name="RunStreams",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="streams",
                        serialize=False,
                        to="store.run",
                    ),
                ),
                ("codec", models.PositiveSmallIntegerField()),
                ("blob", models.BinaryField()),
            ],
        ),
        migrations.RunPython(join_channels, part_channels),
        migrations.DeleteModel(name="StreamBlob"),
    ]
