"""The day on which she told after how long it hurts; for what was told before, of the last change."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def date_known_onsets(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    wishes = apps.get_model("store", "PlanWishes").objects.using(schema_editor.connection.alias)
    for row in wishes.exclude(onset_s=None):
        row.onset_on = row.changed_at.date()
        row.save(update_fields=["onset_on"])


class Migration(migrations.Migration):
    dependencies = (("store", "0010_films"),)

    operations = (
        migrations.AddField(
            model_name="planwishes",
            name="onset_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(date_known_onsets, migrations.RunPython.noop),
    )
