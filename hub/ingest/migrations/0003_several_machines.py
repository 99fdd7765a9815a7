from django.db import migrations, models


def leave_out_of_the_log(_, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ingest_heard SET UNLOGGED")


class Migration(migrations.Migration):
    harmless_because = "the RunPython step changes only the table that was made before it"

    dependencies = [
        ("ingest", "0002_wrong_guesses_are_not_counted"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closed",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                ("device", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(leave_out_of_the_log, migrations.RunPython.noop),
        migrations.CreateModel(
            name="HarmlessMigration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("app", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("app", "name"), name="harmless_once")],
            },
        ),
    ]
