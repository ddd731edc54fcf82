from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_gates_and_causes")]

    operations = [
        migrations.AddConstraint(
            model_name="gatereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("in_force_on__isnull", False), ("state", "in_force")),
                    models.Q(models.Q(("state", "in_force"), _negated=True), ("in_force_on__isnull", True)),
                    _connector="OR",
                ),
                name="gate_in_force_since",
            ),
        ),
    ]
