import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0001_initial'),
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CloseReason',
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
            name='Readiness',
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
            name='ComponentKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('course', models.CharField(choices=[('plain', 'Work with a beginning and an end'), ('subsidy', 'Applied for, granted, paid at another body'), ('trading', 'Proposed to a trading company, met, agreed')], default='plain', max_length=10, verbose_name='course')),
                ('remind_after_days', models.PositiveSmallIntegerField(default=9, verbose_name='reminder after (days)')),
                ('back_after_days', models.PositiveSmallIntegerField(default=21, verbose_name='goes back after (days)')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('course__in', ['plain', 'subsidy', 'trading'])), name='component_kind_course_known'), models.CheckConstraint(condition=models.Q(('back_after_days__gt', models.F('remind_after_days'))), name='component_kind_reminds_first')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('shared_from', models.DateField(blank=True, null=True, verbose_name='agreed to sharing on')),
                ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='directory.partnerbody', verbose_name='registered by')),
                ('close_reason', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='new_exporters.closereason')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='directory.firm')),
                ('lead_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_registrations', to='directory.partnerbody')),
                ('lead_office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='directory.office', verbose_name='office')),
                ('readiness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='new_exporters.readiness', verbose_name='readiness')),
                ('registered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-registered_at', '-id'),
                'indexes': [models.Index(fields=['office', 'closed_on'], name='registration_office_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lead_body__isnull', True), ('lead_office__isnull', False)), models.Q(('lead_body__isnull', False), ('lead_office__isnull', True)), _connector='OR'), name='registration_has_one_lead'), models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('firm',), name='registration_one_open_a_firm'), models.CheckConstraint(condition=models.Q(models.Q(('close_reason__isnull', True), ('closed_on__isnull', True)), models.Q(('close_reason__isnull', False), ('closed_on__isnull', False)), _connector='OR'), name='registration_closed_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Component',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('under_way', 'Under way'), ('done', 'Finished'), ('dropped', 'Dropped'), ('applied', 'Subsidy applied for'), ('granted', 'Subsidy granted'), ('refused', 'Subsidy refused'), ('paid', 'Subsidy paid'), ('proposed', 'Proposed to a trading company'), ('met', 'Met the trading company'), ('contract', 'Contract with the trading company'), ('no_contract', 'No contract came of it')], max_length=20, verbose_name='state')),
                ('title', models.CharField(max_length=120, verbose_name='what it is about')),
                ('applied_yen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='applied for (yen)')),
                ('granted_yen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='granted (yen)')),
                ('paid_yen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='paid (yen)')),
                ('begun_on', models.DateField(verbose_name='begun on')),
                ('moved_on', models.DateField(verbose_name='last step on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='note')),
                ('edition', models.PositiveIntegerField(default=1)),
                ('consultation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='components', to='intake.consultation')),
                ('holder_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_components', to='directory.partnerbody')),
                ('holder_office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_components', to='directory.office')),
                ('trading_company', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='components', to='directory.tradingcompany', verbose_name='trading company')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='components', to='new_exporters.componentkind', verbose_name='part')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='components', to='new_exporters.registration')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'under_way', 'done', 'dropped', 'applied', 'granted', 'refused', 'paid', 'proposed', 'met', 'contract', 'no_contract'])), name='component_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('holder_body__isnull', True), ('holder_office__isnull', False)), models.Q(('holder_body__isnull', False), ('holder_office__isnull', True)), _connector='OR'), name='component_has_one_holder'), models.CheckConstraint(condition=models.Q(('paid_yen__isnull', True), ('granted_yen__isnull', False), _connector='OR'), name='component_paid_is_granted'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('begun_on')), _connector='OR'), name='component_closes_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='ReadinessChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='since')),
                ('evidence', models.CharField(max_length=300, verbose_name='what shows it')),
                ('noted_at', models.DateTimeField(verbose_name='noted at')),
                ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('readiness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='new_exporters.readiness')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readiness_changes', to='new_exporters.registration')),
            ],
            options={
                'ordering': ('since', 'id'),
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting for acceptance'), ('accepted', 'Accepted'), ('handed_back', 'Handed back'), ('recalled', 'Taken back by the sender'), ('came_back', 'Came back without an answer')], default='waiting', max_length=20, verbose_name='state')),
                ('reason', models.CharField(max_length=400, verbose_name='why it is handed over')),
                ('answer', models.CharField(blank=True, max_length=400, verbose_name='answer')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('component', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='new_exporters.component')),
                ('from_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.partnerbody')),
                ('from_office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received_hand_overs', to='directory.partnerbody')),
                ('to_office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received_hand_overs', to='directory.office')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='new_exporters.registration')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['state', 'sent_at'], name='hand_over_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'accepted', 'handed_back', 'recalled', 'came_back'])), name='hand_over_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('from_body__isnull', True), ('from_office__isnull', False)), models.Q(('from_body__isnull', False), ('from_office__isnull', True)), _connector='OR'), name='hand_over_has_one_sender'), models.CheckConstraint(condition=models.Q(models.Q(('to_body__isnull', True), ('to_office__isnull', False)), models.Q(('to_body__isnull', False), ('to_office__isnull', True)), _connector='OR'), name='hand_over_has_one_receiver'), models.UniqueConstraint(condition=models.Q(('component__isnull', False), ('state', 'waiting')), fields=('component',), name='hand_over_one_waiting_a_component'), models.UniqueConstraint(condition=models.Q(('component__isnull', True), ('state', 'waiting')), fields=('registration',), name='hand_over_one_waiting_of_the_lead'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='hand_over_settled_with_time')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='directory.partnerbody')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='directory.office')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='new_exporters.registration')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', True), ('office__isnull', False)), models.Q(('body__isnull', False), ('office__isnull', True)), _connector='OR'), name='share_with_one'), models.UniqueConstraint(fields=('registration', 'office'), name='share_once_an_office'), models.UniqueConstraint(fields=('registration', 'body'), name='share_once_a_body')],
            },
        ),
    ]
