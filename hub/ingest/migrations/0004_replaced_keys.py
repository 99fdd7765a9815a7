from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ingest", "0003_several_machines"),
    ]

    operations = [
        migrations.AddField(
            model_name="devicekey",
            name="valid_in",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="devicekey",
            name="valid_to_seq",
            field=models.BigIntegerField(null=True),
        ),
    ]
