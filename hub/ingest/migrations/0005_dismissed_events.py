from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ingest", "0004_replaced_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="quarantine",
            name="dismissed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="quarantine",
            name="dismissed_because",
            field=models.TextField(db_default="", default=""),
        ),
    ]
