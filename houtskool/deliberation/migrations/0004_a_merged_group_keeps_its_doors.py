from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0003_analyses_given_out")]

    operations = [migrations.RemoveConstraint(model_name="door", name="one_door_per_group")]
