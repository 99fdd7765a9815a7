from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("ingest", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="enrolmentcode",
            name="attempts",
        ),
    ]
