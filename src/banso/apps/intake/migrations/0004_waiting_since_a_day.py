from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("intake", "0003_fill_clocks")]

    operations = [
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('silent_from__isnull', False), _connector='OR'), name='proposal_waiting_since_a_day'),
        ),
    ]
