"""An import may be long: it says how far it is, and keeps each refused row as a row of its own (0007, 0008)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0005_background_work")]

    operations = [
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="regel")),
                ("state", models.CharField(max_length=9, verbose_name="wat ermee gebeurde")),
                ("object_id", models.BigIntegerField(null=True, verbose_name="nummer")),
                ("label", models.CharField(blank=True, max_length=200, verbose_name="naam")),
                ("reasons", models.JSONField(default=list, verbose_name="redenen")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="records.importbatch",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "rij van een import",
                "verbose_name_plural": "rijen van imports",
                "ordering": ("batch", "number"),
            },
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="a_row_once_per_import"),
        ),
        migrations.RenameField(model_name="importbatch", old_name="refused", new_name="refused_then"),
        migrations.AddField(
            model_name="importbatch",
            name="refused",
            field=models.PositiveIntegerField(default=0, verbose_name="geweigerd"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "nog niet ingelezen"),
                    ("trying", "wordt nagekeken"),
                    ("tried", "nagekeken"),
                    ("running", "wordt ingelezen"),
                    ("done", "ingelezen"),
                    ("undoing", "wordt teruggedraaid"),
                    ("undone", "teruggedraaid"),
                ],
                default="new",
                max_length=8,
                verbose_name="stand",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="halted",
            field=models.CharField(blank=True, max_length=300, verbose_name="waarom gestopt"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="progress",
            field=models.JSONField(default=dict, verbose_name="voortgang"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="moved_at",
            field=models.DateTimeField(null=True, verbose_name="laatste voortgang"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="trial",
            field=models.JSONField(default=dict, verbose_name="proef"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="undone",
            field=models.JSONField(default=dict, verbose_name="terugdraaien"),
        ),
    ]
