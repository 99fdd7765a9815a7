from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ingest", "0005_dismissed_events"),
    ]

    operations = [
        migrations.AddField(
            model_name="quarantine",
            name="decided_by",
            field=models.TextField(db_default="", default=""),
        ),
    ]
