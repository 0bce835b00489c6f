from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0003_cases")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="vervangen of zonder verder"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="herinnerd"),
        ),
    ]
