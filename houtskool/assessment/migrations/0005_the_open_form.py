import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What an applicant declares, a form that is sent once, and files that wait for it."""

    dependencies = [
        ("assessment", "0004_who_is_waited_for"),
        ("records", "0009_choices_of_an_import"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="declared",
            field=models.JSONField(blank=True, default=list, verbose_name="opgegeven steun van anderen"),
        ),
        migrations.AddField(
            model_name="case",
            name="draft",
            field=models.UUIDField(editable=False, null=True, unique=True, verbose_name="formulier"),
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("draft", models.UUIDField(db_index=True, verbose_name="formulier")),
                (
                    "criterion",
                    models.CharField(blank=True, max_length=60, verbose_name="bij welk criterium"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="wat het is")),
                ("at", models.DateTimeField(verbose_name="ontvangen")),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.upload",
                        verbose_name="bestand",
                    ),
                ),
            ],
            options={
                "verbose_name": "bestand bij een formulier",
                "verbose_name_plural": "bestanden bij een formulier",
                "ordering": ("draft", "pk"),
            },
        ),
    ]
