from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0008_refusals_are_rows")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="choices",
            field=models.JSONField(default=dict, verbose_name="keuzes"),
        )
    ]
