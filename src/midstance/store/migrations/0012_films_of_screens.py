"""Films of movement screens, and readings that a film suggested.

Going back takes the films of screens along: an older version would take them for films of running.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import midstance.store.models.fields


def drop_films_of_screens(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    apps.get_model("store", "Film").objects.using(connection.alias).exclude(screen="").delete()
    connection.check_constraints()  # PostgreSQL changes no table while a check is still to come


class Migration(migrations.Migration):
    dependencies = (("store", "0011_onset_day"),)

    operations = (
        migrations.AddField(
            model_name="film",
            name="screen",
            field=midstance.store.models.fields.ShortWordsField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="film",
            name="leg",
            field=models.CharField(
                blank=True,
                choices=[("left", "Left"), ("right", "Right")],
                default="",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="screenreading",
            name="is_filmed",
            field=models.BooleanField(default=False),
        ),
        migrations.RemoveConstraint(model_name="film", name="film_view_known"),
        migrations.AlterField(
            model_name="film",
            name="view",
            field=models.CharField(
                choices=[("side", "Side"), ("rear", "Rear"), ("front", "Front")], max_length=5
            ),
        ),
        migrations.AddConstraint(
            model_name="film",
            constraint=models.CheckConstraint(
                condition=models.Q(("view__in", ["side", "rear", "front"])), name="film_view_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="film",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("leg", ""),
                        ("screen", ""),
                        models.Q(("view", "front"), _negated=True),
                    ),
                    models.Q(
                        models.Q(("screen", ""), _negated=True),
                        ("leg__in", ["left", "right"]),
                    ),
                    _connector="OR",
                ),
                name="film_of_a_screen_names_a_leg",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_films_of_screens),
    )
