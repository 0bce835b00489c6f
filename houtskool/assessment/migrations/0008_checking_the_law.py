from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from houtskool.assessment.law.shipped import ROWS


def mark(apps: Any, schema_editor: Any) -> None:
    """Of what was shipped: which rows were taken from a text about the law."""
    amounts = apps.get_model("assessment", "LegalAmount").objects.using(schema_editor.connection.alias)
    for row in ROWS:
        if row.secondary:
            amounts.filter(key=row.key, valid_from=row.since, checked_on=None).update(secondary=True)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0007_a_refusal_grants_nothing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="legalamount",
            name="checked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="nagekeken door",
            ),
        ),
        migrations.AddField(
            model_name="legalamount",
            name="secondary",
            field=models.BooleanField(
                default=False, verbose_name="overgenomen uit een andere bron dan de wet"
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
