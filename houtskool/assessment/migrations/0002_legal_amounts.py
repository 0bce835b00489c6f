from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import migrations

from houtskool.assessment.law.shipped import ROWS


def ship(apps: Any, schema_editor: Any) -> None:
    amounts = apps.get_model("assessment", "LegalAmount")
    amounts.objects.using(schema_editor.connection.alias).bulk_create(
        amounts(
            key=row.key,
            name=row.name,
            amount=Decimal(row.amount),
            unit=row.unit,
            valid_from=date.fromisoformat(row.since),
            valid_until=date.fromisoformat(row.until) if row.until else None,
            source=row.source,
            note=row.note,
        )
        for row in ROWS
    )


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_frameworks")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
