"""What was refused stood in one value; a list of a hundred thousand rows needs rows."""

from typing import Any

from django.db import migrations


def refusals_become_rows(apps: Any, schema_editor: Any) -> None:
    batches = apps.get_model("records", "ImportBatch")
    rows = apps.get_model("records", "ImportRow")
    for batch in batches.objects.iterator():
        rows.objects.bulk_create(
            rows(
                batch=batch,
                number=one["row"],
                state="refused",
                label=one["label"][:200],
                reasons=one["reasons"],
            )
            for one in batch.refused_then
        )
        batch.refused = len(batch.refused_then)
        if batch.undone_at:
            batch.state = "undone"
        elif batch.done_at:
            batch.state = "done"
        batch.save()


class Migration(migrations.Migration):
    dependencies = [("records", "0006_imports_in_parts")]

    operations = [migrations.RunPython(refusals_become_rows, migrations.RunPython.noop)]
