from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ingest", "0006_who_decided"),
    ]

    operations = [
        migrations.CreateModel(
            name="UndecodedPicture",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("trouble", models.CharField(db_default="", default="", max_length=100)),
                ("found_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
