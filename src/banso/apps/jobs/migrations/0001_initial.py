from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='job')),
                ('due_at', models.DateTimeField(verbose_name='due at')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('succeeded', models.BooleanField(null=True, verbose_name='succeeded')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('result', models.JSONField(blank=True, default=dict, verbose_name='result')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='error')),
            ],
            options={
                'ordering': ('-due_at', 'name'),
                'constraints': [models.UniqueConstraint(fields=('name', 'due_at'), name='job_once_a_due_time')],
            },
        ),
    ]
