from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0001_conversations")]

    operations = [
        migrations.AlterField(
            model_name="vote", name="at", field=models.DateTimeField(verbose_name="gestemd")
        ),
    ]
