import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Wave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('form', models.CharField(max_length=40, verbose_name='form')),
                ('form_version', models.CharField(max_length=40, verbose_name='form version')),
                ('asked_on', models.DateField(verbose_name='asked on')),
            ],
            options={
                'ordering': ('-asked_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('firm_ref', models.CharField(max_length=40, verbose_name='firm reference')),
                ('stratum', models.CharField(blank=True, max_length=60, verbose_name='stratum')),
                ('cohort_fy', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='cohort (fiscal year)')),
                ('raw', models.JSONField(verbose_name='as given')),
                ('values', models.JSONField(verbose_name='cleaned')),
                ('log', models.JSONField(default=list, verbose_name='cleaning log')),
                ('stored_at', models.DateTimeField(verbose_name='stored at')),
                ('firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='directory.firm')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='programmes.programme')),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='surveys.wave')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('wave', 'programme', 'firm_ref'), name='answer_once_a_respondent')],
            },
        ),
    ]
