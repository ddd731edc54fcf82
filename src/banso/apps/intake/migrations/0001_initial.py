import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AbandonReason',
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
            name='RefusalReason',
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
            name='Subject',
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
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('channel', models.CharField(choices=[('counter', 'Counter'), ('phone', 'Telephone'), ('web', 'Web'), ('visit', 'Visit'), ('partner', 'Partner body')], max_length=10, verbose_name='came by')),
                ('title', models.CharField(max_length=80, verbose_name='in short')),
                ('body', models.TextField(max_length=4000, verbose_name='what the firm asks')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='directory.firm')),
                ('market', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market', verbose_name='market')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='directory.office', verbose_name='office')),
                ('partner_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='directory.partnerbody', verbose_name='partner body')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-asked_at', '-id'),
                'indexes': [models.Index(fields=['office', '-asked_at'], name='consultation_office_asked')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['counter', 'phone', 'web', 'visit', 'partner'])), name='consultation_channel_known')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hours_wanted', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='hours wanted')),
                ('description', models.CharField(max_length=400, verbose_name='what is needed')),
                ('taken_out_at', models.DateTimeField(verbose_name='taken out at')),
                ('abandoned_on', models.DateField(blank=True, null=True, verbose_name='abandoned on')),
                ('abandon_reason', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.abandonreason')),
                ('abandoned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='intake.consultation')),
                ('language', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.language', verbose_name='language')),
                ('market', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market', verbose_name='market')),
                ('taken_out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='intake.subject', verbose_name='subject')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('abandon_reason__isnull', True), ('abandoned_on__isnull', True)), models.Q(('abandon_reason__isnull', False), ('abandoned_on__isnull', False)), _connector='OR'), name='need_abandoned_with_reason'), models.CheckConstraint(condition=models.Q(('hours_wanted__isnull', True), ('hours_wanted__gt', 0), _connector='OR'), name='need_hours_positive')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('firm_waits', 'The firm asked us to wait'), ('firm_away', 'The firm is away')], max_length=20, verbose_name='reason')),
                ('paused_on', models.DateField(verbose_name='paused on')),
                ('until', models.DateField(verbose_name='until')),
                ('resumed_on', models.DateField(blank=True, null=True, verbose_name='resumed on')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='intake.need')),
                ('paused_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('paused_on', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['firm_waits', 'firm_away'])), name='pause_reason_known'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('paused_on'))), name='pause_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('resumed_on__isnull', True), ('resumed_on__gte', models.F('paused_on')), _connector='OR'), name='pause_resumed_after_it_begins'), models.UniqueConstraint(condition=models.Q(('resumed_on__isnull', True)), fields=('need',), name='pause_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receiver', models.CharField(choices=[('expert', 'Expert'), ('staff', 'Colleague'), ('office', 'Another office'), ('provider', 'Private provider'), ('trading', 'Trading company'), ('partner', 'Partner body')], max_length=10, verbose_name='receiver')),
                ('consent_on', models.DateField(blank=True, null=True, verbose_name='firm agreed on')),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a reply'), ('taken', 'Taken on'), ('not_my_field', 'Not my field'), ('helped', 'Helped'), ('no_help', 'Could not help'), ('not_reachable', 'Firm not reachable')], default='waiting', max_length=20, verbose_name='state')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer to the firm')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('silent_from', models.DateField(blank=True, null=True, verbose_name='silence counts from')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='taken at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('expert', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='directory.expert', verbose_name='expert')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='intake.need')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals_received', to='directory.office', verbose_name='office')),
                ('partner_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='directory.partnerbody', verbose_name='partner body')),
                ('private_provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='directory.privateprovider', verbose_name='private provider')),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to=settings.AUTH_USER_MODEL, verbose_name='colleague')),
                ('trading_company', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='directory.tradingcompany', verbose_name='trading company')),
                ('refusal_reason', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.refusalreason')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['expert', 'state'], name='proposal_expert_state'), models.Index(fields=['office', 'state'], name='proposal_office_state'), models.Index(fields=['state', 'silent_from'], name='proposal_silence')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'taken', 'not_my_field', 'helped', 'no_help', 'not_reachable'])), name='proposal_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('expert__isnull', False), ('office__isnull', True), ('partner_body__isnull', True), ('private_provider__isnull', True), ('receiver', 'expert'), ('staff__isnull', True), ('trading_company__isnull', True)), models.Q(('expert__isnull', True), ('partner_body__isnull', True), ('private_provider__isnull', True), ('receiver', 'staff'), ('staff__isnull', False), ('trading_company__isnull', True)), models.Q(('expert__isnull', True), ('office__isnull', False), ('partner_body__isnull', True), ('private_provider__isnull', True), ('receiver', 'office'), ('staff__isnull', True), ('trading_company__isnull', True)), models.Q(('expert__isnull', True), ('office__isnull', True), ('partner_body__isnull', True), ('private_provider__isnull', False), ('receiver', 'provider'), ('staff__isnull', True), ('trading_company__isnull', True)), models.Q(('expert__isnull', True), ('office__isnull', True), ('partner_body__isnull', True), ('private_provider__isnull', True), ('receiver', 'trading'), ('staff__isnull', True), ('trading_company__isnull', False)), models.Q(('expert__isnull', True), ('office__isnull', True), ('partner_body__isnull', False), ('private_provider__isnull', True), ('receiver', 'partner'), ('staff__isnull', True), ('trading_company__isnull', True)), _connector='OR'), name='proposal_has_its_receiver'), models.CheckConstraint(condition=models.Q(models.Q(('receiver__in', ('provider', 'trading', 'partner')), _negated=True), ('consent_on__isnull', False), _connector='OR'), name='proposal_outside_with_consent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'not_my_field'), _negated=True), ('refusal_reason__isnull', False), _connector='OR'), name='proposal_refused_with_reason'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('state', 'waiting'), _connector='OR'), name='proposal_withdrawn_while_waiting'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('silent_from__isnull', False), _connector='OR'), name='proposal_waiting_since_a_day'), models.UniqueConstraint(fields=('need', 'expert'), name='proposal_once_an_expert'), models.UniqueConstraint(fields=('need', 'private_provider'), name='proposal_once_a_provider'), models.UniqueConstraint(fields=('need', 'trading_company'), name='proposal_once_a_trader'), models.UniqueConstraint(fields=('need', 'partner_body'), name='proposal_once_a_body'), models.UniqueConstraint(condition=models.Q(('receiver', 'office')), fields=('need', 'office'), name='proposal_once_an_office'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('need', 'staff'), name='proposal_waits_once_for_a_colleague'), models.UniqueConstraint(condition=models.Q(('state', 'taken')), fields=('need',), name='proposal_one_at_work_a_need')],
            },
        ),
        migrations.CreateModel(
            name='Received',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('intake.proposal',),
        ),
        migrations.CreateModel(
            name='SilenceStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField()),
                ('step', models.PositiveSmallIntegerField()),
                ('done_at', models.DateTimeField()),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='silence_steps', to='intake.proposal')),
            ],
            options={
                'ordering': ('proposal_id', 'step'),
                'constraints': [models.UniqueConstraint(fields=('proposal', 'sent_at', 'step'), name='silence_step_once'), models.CheckConstraint(condition=models.Q(('step__in', [1, 2, 3])), name='silence_step_known')],
            },
        ),
    ]
