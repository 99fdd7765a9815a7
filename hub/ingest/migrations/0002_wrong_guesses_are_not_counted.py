from django.db import migrations


class Migration(migrations.Migration):
    needs_stop = "it is older than the rule"

    dependencies = [
        ("ingest", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="enrolmentcode",
            name="attempts",
        ),
    ]
