from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0007_refusals_become_rows")]

    operations = [migrations.RemoveField(model_name="importbatch", name="refused_then")]
