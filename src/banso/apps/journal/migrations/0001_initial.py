import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'fiscal_year'), name='counter_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=40, verbose_name='kind of subject')),
                ('subject_ref', models.CharField(max_length=64, verbose_name='subject')),
                ('number', models.PositiveIntegerField(verbose_name='number in the chain')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('role', models.CharField(max_length=30, verbose_name='in the role of')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('payload', models.TextField(verbose_name='details')),
                ('policy_version', models.CharField(blank=True, max_length=60, verbose_name='policy version')),
                ('batch', models.CharField(blank=True, max_length=36, verbose_name='batch')),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['at'], name='event_at'), models.Index(fields=['batch'], name='event_batch')],
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_ref', 'number'), name='event_number_once_a_chain')],
            },
        ),
        migrations.CreateModel(
            name='FiscalYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='fiscal year')),
                ('state', models.CharField(choices=[('planned', 'Being prepared'), ('open', 'Open'), ('closed', 'Closed')], default='planned', max_length=10, verbose_name='state')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='year opened at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='year closed at')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-year',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'open', 'closed'])), name='fiscal_year_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='fiscal_year_closed_when_closed')],
            },
        ),
    ]
