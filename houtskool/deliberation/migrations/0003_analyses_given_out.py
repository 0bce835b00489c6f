import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deliberation", "0002_votes_are_cast"),
        ("records", "0009_choices_of_an_import"),
    ]

    operations = [
        migrations.AddField(
            model_name="analysis",
            name="basis",
            field=models.JSONField(default=dict, editable=False, verbose_name="grondslag"),
        ),
        migrations.AddField(
            model_name="analysis",
            name="given_out_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="naar buiten gebracht"),
        ),
        migrations.AddField(
            model_name="analysis",
            name="last_vote",
            field=models.PositiveBigIntegerField(default=0, editable=False, verbose_name="laatste stem"),
        ),
        migrations.AddField(
            model_name="conversation",
            name="analysis_asked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="analyse gevraagd"),
        ),
        migrations.AddField(
            model_name="conversation",
            name="upload",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conversations",
                to="records.upload",
                verbose_name="ingelezen uit",
            ),
        ),
    ]
