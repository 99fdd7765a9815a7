from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("items", "0002_void_sheet_override"),
    ]

    operations = [
        migrations.AddField(
            model_name="refusal",
            name="voided_at",
            field=models.DateTimeField(null=True),
        ),
    ]
