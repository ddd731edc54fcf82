import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0001_initial'),
        ('journal', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('source', models.PositiveBigIntegerField(verbose_name='number of the record')),
                ('take', models.CharField(choices=[('copy', 'As it is'), ('change', 'With other values'), ('leave', 'Leave out')], max_length=10, verbose_name='how it is taken over')),
                ('values', models.JSONField(default=dict, verbose_name='values')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='journal.fiscalyear')),
            ],
            options={
                'ordering': ('year_id', 'kind', 'source'),
                'constraints': [models.CheckConstraint(condition=models.Q(('take__in', ['copy', 'change', 'leave'])), name='year_choice_take_known'), models.UniqueConstraint(fields=('year', 'kind', 'source'), name='year_choice_once_a_row')],
            },
        ),
        migrations.CreateModel(
            name='OfficeYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='fiscal year')),
                ('firms', models.PositiveIntegerField(blank=True, null=True, verbose_name='firms to support')),
                ('cases', models.PositiveIntegerField(blank=True, null=True, verbose_name='cases to open')),
                ('follow_ups', models.PositiveIntegerField(blank=True, null=True, verbose_name='follow-ups to reach')),
                ('staff_hours', models.PositiveIntegerField(blank=True, null=True, verbose_name='hours of staff')),
                ('budget_yen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='budget (yen)')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='directory.office', verbose_name='office')),
            ],
            options={
                'ordering': ('fiscal_year', 'office_id'),
                'constraints': [models.UniqueConstraint(fields=('office', 'fiscal_year'), name='office_year_once'), models.CheckConstraint(condition=models.Q(('fiscal_year__gte', 1900), ('fiscal_year__lte', 2999)), name='office_year_plausible')],
            },
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=400, verbose_name='reason')),
                ('reopened_at', models.DateTimeField(verbose_name='opened again at')),
                ('reopened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='journal.fiscalyear')),
            ],
            options={
                'ordering': ('-reopened_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='year_reopening_has_reason')],
            },
        ),
    ]
