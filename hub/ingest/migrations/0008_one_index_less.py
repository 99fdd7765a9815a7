import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    harmless_because = "an index goes that no program needs: that of event_once begins with the same column"

    dependencies = [
        ("ingest", "0007_undecoded_pictures"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            # By its name: on SQLite Django would write the whole table anew.
            database_operations=[
                migrations.RunSQL(
                    'DROP INDEX "ingest_storedevent_incarnation_id_bff1fd2a"',
                    'CREATE INDEX "ingest_storedevent_incarnation_id_bff1fd2a"'
                    ' ON "ingest_storedevent" ("incarnation_id")',
                )
            ],
            state_operations=[
                migrations.AlterField(
                    "storedevent",
                    "incarnation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="ingest.incarnation",
                    ),
                )
            ],
        ),
    ]
