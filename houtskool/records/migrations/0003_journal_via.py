import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_import_done"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="journalentry",
            name="via",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Wie zonder account binnenkwam, en hoe.",
                max_length=300,
                verbose_name="via",
            ),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="by",
            field=models.ForeignKey(
                help_text="Leeg: het systeem zelf, of wie in ‘via’ staat.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="door",
            ),
        ),
    ]
