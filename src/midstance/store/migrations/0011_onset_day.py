"""The day on which she told after how long it hurts; for what was told before, of the last change."""

from django.db import migrations, models


def date_known_onsets(apps, schema_editor):
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
