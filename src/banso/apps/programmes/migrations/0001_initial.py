import banso.apps.programmes.models
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='GateGround',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('short_ja', models.CharField(max_length=40)),
                ('short_en', models.CharField(max_length=40)),
                ('begun_on', models.DateField(verbose_name='begun on')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DayOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('kind', models.CharField(choices=[('public', 'Public holiday'), ('closed', 'The organisation is closed')], max_length=6, verbose_name='kind')),
                ('taken_out', models.BooleanField(default=False, verbose_name='taken out')),
            ],
            options={
                'ordering': ('day',),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['public', 'closed'])), name='day_off_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='ExchangeRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('day', models.DateField(verbose_name='day')),
                ('yen', models.DecimalField(decimal_places=8, max_digits=14, verbose_name='yen for one unit')),
                ('source', models.CharField(max_length=80, verbose_name='source')),
            ],
            options={
                'ordering': ('-day', 'currency'),
                'constraints': [models.UniqueConstraint(fields=('currency', 'day'), name='exchange_rate_once_a_day'), models.CheckConstraint(condition=models.Q(('yen__gt', 0)), name='exchange_rate_above_zero'), models.CheckConstraint(condition=models.Q(('currency', 'JPY'), _negated=True), name='exchange_rate_not_of_yen')],
            },
        ),
        migrations.CreateModel(
            name='HourlyRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worker', models.CharField(choices=[('expert', 'Expert'), ('staff', 'Staff')], max_length=10, verbose_name='whose hour')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('yen', models.PositiveIntegerField(verbose_name='yen an hour')),
                ('basis', models.CharField(choices=[('assumption', 'Assumption'), ('contract', 'Contract'), ('accounts', 'Settled accounts')], default='assumption', max_length=12, verbose_name='rests on')),
            ],
            options={
                'ordering': ('worker', 'in_force_from'),
                'constraints': [models.CheckConstraint(condition=models.Q(('basis__in', ['assumption', 'contract', 'accounts'])), name='hourly_rate_basis_known'), models.UniqueConstraint(fields=('worker', 'in_force_from'), name='hourly_rate_once_a_day'), models.CheckConstraint(condition=models.Q(('worker__in', ['expert', 'staff'])), name='hourly_rate_worker_known')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('screened', models.BooleanField(default=True, verbose_name='needs an application')),
                ('sells_by_ec', models.BooleanField(default=False, verbose_name='sells through EC')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='programmes.programme')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('planned_months', models.PositiveSmallIntegerField(verbose_name='planned months')),
                ('follow_up_months', models.JSONField(default=list, verbose_name='follow-up after (months)')),
                ('silent_after_days', models.PositiveSmallIntegerField(default=60, verbose_name='silent after (days)')),
                ('silence_days', models.JSONField(default=banso.apps.programmes.models.default_silence_days, verbose_name='steps of silence (days)')),
                ('reply_days', models.PositiveSmallIntegerField(default=14, verbose_name='time to reply to a shortening (days)')),
                ('gate_grace_days', models.PositiveSmallIntegerField(default=30, verbose_name='hours after an overdue gate (days)')),
                ('follow_up_attempts', models.PositiveSmallIntegerField(default=3, verbose_name='tries before not reached')),
                ('follow_up_ask_days', models.PositiveSmallIntegerField(blank=True, default=14, null=True, verbose_name='asked by mail (days before)')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='programmes.service')),
            ],
            options={
                'ordering': ('service_id', 'in_force_from'),
                'constraints': [models.UniqueConstraint(fields=('service', 'in_force_from'), name='service_version_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='GateLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('extend', 'Extend'), ('shorten', 'Shorten')], max_length=10, verbose_name='decision')),
                ('most_months', models.PositiveSmallIntegerField(verbose_name='months at most')),
                ('agreed_by', models.CharField(blank=True, choices=[('office_manager', 'Office manager'), ('programme_manager', 'Programme manager'), ('decider', 'Decider')], max_length=20, verbose_name='must agree')),
                ('ground', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='limits', to='programmes.gateground')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gate_limits', to='programmes.serviceversion')),
            ],
            options={
                'ordering': ('version_id', 'result', 'ground__position', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('result__in', ['extend', 'shorten'])), name='gate_limit_result_known'), models.CheckConstraint(condition=models.Q(('agreed_by', ''), ('agreed_by__in', ['office_manager', 'programme_manager', 'decider']), _connector='OR'), name='gate_limit_agreement_known'), models.CheckConstraint(condition=models.Q(('most_months__gte', 1)), name='gate_limit_some_months'), models.UniqueConstraint(fields=('version', 'result', 'ground'), name='gate_limit_ground_once')],
            },
        ),
        migrations.CreateModel(
            name='StageDefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('planned_months', models.PositiveSmallIntegerField(verbose_name='planned months')),
                ('firm_now_ja', models.CharField(max_length=120)),
                ('firm_now_en', models.CharField(max_length=120)),
                ('firm_ahead_ja', models.CharField(max_length=120)),
                ('firm_ahead_en', models.CharField(max_length=120)),
                ('planned_hours', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='planned hours')),
                ('closes_with', models.CharField(blank=True, choices=[('strategy', 'Export strategy'), ('plan', 'Business plan')], max_length=20, verbose_name='closes with')),
                ('closes_with_from', models.DateField(blank=True, null=True, verbose_name='documents kept here from')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='programmes.serviceversion')),
            ],
            options={
                'ordering': ('version_id', 'order'),
                'constraints': [models.UniqueConstraint(fields=('version', 'order'), name='stage_definition_order_once'), models.CheckConstraint(condition=models.Q(('order__gte', 1)), name='stage_definition_order_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='fiscal year')),
                ('opens_on', models.DateField(verbose_name='opens on')),
                ('closes_on', models.DateField(verbose_name='closes on')),
                ('places', models.PositiveIntegerField(blank=True, null=True, verbose_name='places')),
                ('budget_yen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='budget (yen)')),
                ('reviewers_needed', models.PositiveSmallIntegerField(default=2, verbose_name='reviewers an application')),
                ('second_look_percent', models.PositiveSmallIntegerField(default=10, verbose_name='looked at again (%)')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='programmes.service')),
            ],
            options={
                'ordering': ('opens_on', 'code'),
                'indexes': [models.Index(fields=['service', 'opens_on'], name='round_service_opens')],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='round_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('reviewers_needed__gte', 1)), name='round_has_reviewers'), models.CheckConstraint(condition=models.Q(('second_look_percent__lte', 100)), name='round_second_look_share')],
            },
        ),
    ]
