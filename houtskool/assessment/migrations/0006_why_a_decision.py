from django.db import migrations, models


class Migration(migrations.Migration):
    """Why a request is, or is not, an application that ends in a decision with legal effect."""

    dependencies = [("assessment", "0005_the_open_form")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="legal_effect_because",
            field=models.TextField(blank=True, verbose_name="waarom wel of geen besluit"),
        ),
    ]
