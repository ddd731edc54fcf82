from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='expert',
            name='subjects',
            field=models.ManyToManyField(related_name='experts', to='intake.subject', verbose_name='subjects'),
        ),
        migrations.AddField(
            model_name='privateprovider',
            name='subjects',
            field=models.ManyToManyField(blank=True, related_name='private_providers', to='intake.subject', verbose_name='subjects'),
        ),
    ]
