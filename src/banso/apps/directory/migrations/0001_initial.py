import django.core.validators
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
            name='Industry',
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
            name='Language',
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
            name='Market',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('distance', models.CharField(choices=[('near', 'Near'), ('far', 'Far')], default='far', max_length=4, verbose_name='distance')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('distance__in', ['near', 'far'])), name='market_distance_known')],
            },
        ),
        migrations.CreateModel(
            name='Region',
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
            name='Prefecture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prefectures', to='directory.region')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='opened on')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='directory.office')),
                ('prefecture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='directory.prefecture')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_kana', models.CharField(max_length=120, verbose_name='name in kana')),
                ('monthly_hours', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='hours a month')),
                ('contract_from', models.DateField(verbose_name='contract from')),
                ('contract_to', models.DateField(blank=True, null=True, verbose_name='contract until')),
                ('employees_from', models.PositiveIntegerField(blank=True, null=True, verbose_name='employees from')),
                ('employees_to', models.PositiveIntegerField(blank=True, null=True, verbose_name='employees up to')),
                ('firm_age_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="firm's age from (years)")),
                ('firm_age_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="firm's age up to (years)")),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expert', to=settings.AUTH_USER_MODEL)),
                ('industries', models.ManyToManyField(related_name='experts', to='directory.industry', verbose_name='industries')),
                ('languages', models.ManyToManyField(related_name='experts', to='directory.language', verbose_name='languages')),
                ('markets', models.ManyToManyField(related_name='experts', to='directory.market', verbose_name='markets')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='experts', to='directory.office', verbose_name='office')),
            ],
            options={
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('employees_from__isnull', True), ('employees_to__isnull', True), ('employees_to__gte', models.F('employees_from')), _connector='OR'), name='expert_employees_range'), models.CheckConstraint(condition=models.Q(('firm_age_from__isnull', True), ('firm_age_to__isnull', True), ('firm_age_to__gte', models.F('firm_age_from')), _connector='OR'), name='expert_firm_age_range')],
            },
        ),
        migrations.CreateModel(
            name='ExpertAbsence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('reason', models.CharField(choices=[('leave', 'Leave'), ('illness', 'Illness'), ('travel', 'Travel'), ('other', 'Other')], max_length=10, verbose_name='reason')),
                ('noted_at', models.DateTimeField(verbose_name='noted at')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='directory.expert')),
                ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('first_day', 'id'),
                'indexes': [models.Index(fields=['expert', 'last_day'], name='expert_absence_last_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['leave', 'illness', 'travel', 'other'])), name='expert_absence_reason_known'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='expert_absence_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='ExpertYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='fiscal year')),
                ('monthly_hours', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='hours a month')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='directory.expert')),
            ],
            options={
                'ordering': ('expert_id', 'fiscal_year'),
                'constraints': [models.UniqueConstraint(fields=('expert', 'fiscal_year'), name='expert_year_once'), models.CheckConstraint(condition=models.Q(('monthly_hours__gte', 1)), name='expert_year_some_hours')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_kana', models.CharField(blank=True, max_length=120, verbose_name='name in kana')),
                ('position', models.CharField(blank=True, max_length=80, verbose_name='position')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telephone')),
                ('mails_support', models.BooleanField(default=True, verbose_name='decisions about support')),
                ('mails_exports', models.BooleanField(default=True, verbose_name='questions about exports')),
                ('mails_meetings', models.BooleanField(default=True, verbose_name='invitations to meetings')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='no longer at the firm since')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='erased at')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='PartnerBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('kind', models.CharField(choices=[('chamber', 'Chamber of commerce'), ('sme_agency', 'SME support agency'), ('municipality', 'Local government'), ('bank', 'Bank'), ('other', 'Other body')], default='chamber', max_length=20, verbose_name='kind')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telephone')),
                ('prefecture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.prefecture')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Firm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('kind', models.CharField(choices=[('corporation', 'Corporation'), ('sole_trader', 'Sole trader')], default='corporation', max_length=20, verbose_name='kind')),
                ('corporate_number', models.CharField(blank=True, max_length=13, null=True, unique=True, verbose_name='corporate number')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_kana', models.CharField(max_length=160, verbose_name='name in kana')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='English name')),
                ('city', models.CharField(blank=True, max_length=60, verbose_name='city')),
                ('products', models.CharField(blank=True, max_length=120, verbose_name='main products')),
                ('employees', models.PositiveIntegerField(blank=True, null=True, verbose_name='employees')),
                ('capital_yen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='capital (yen)')),
                ('export_experience', models.CharField(choices=[('none', 'None'), ('indirect', 'Indirect only'), ('occasional', 'Occasional'), ('continuous', 'Continuous')], max_length=20, verbose_name='export experience')),
                ('ec_record', models.CharField(choices=[('none', 'None'), ('dom', 'Domestic EC'), ('cb', 'Cross-border EC'), ('both', 'Both')], max_length=20, verbose_name='EC record by own effort')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='founded on')),
                ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('main_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.contact')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_here', to='directory.firm')),
                ('industry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='firms', to='directory.industry', verbose_name='industry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='firms', to='directory.office', verbose_name='office in charge')),
                ('brought_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='firms', to='directory.partnerbody', verbose_name='brought in by')),
                ('prefecture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='firms', to='directory.prefecture', verbose_name='prefecture')),
            ],
            options={
                'ordering': ('ref',),
                'indexes': [models.Index(fields=['name_kana'], name='firm_kana'), models.Index(fields=['office', 'name_kana'], name='firm_office_kana')],
                'constraints': [models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='firm_not_merged_into_itself'), models.CheckConstraint(condition=models.Q(('kind__in', ['corporation', 'sole_trader'])), name='firm_kind_known'), models.CheckConstraint(condition=models.Q(('export_experience__in', ['none', 'indirect', 'occasional', 'continuous'])), name='firm_export_experience_known'), models.CheckConstraint(condition=models.Q(('ec_record__in', ['none', 'dom', 'cb', 'both'])), name='firm_ec_record_known'), models.CheckConstraint(condition=models.Q(models.Q(('corporate_number__isnull', False), ('kind', 'corporation')), models.Q(('corporate_number__isnull', True), ('kind', 'sole_trader')), _connector='OR'), name='firm_corporation_has_number_sole_trader_none')],
            },
        ),
        migrations.CreateModel(
            name='FormerFirm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_kana', models.CharField(max_length=160, verbose_name='name in kana')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='English name')),
                ('city', models.CharField(blank=True, max_length=60, verbose_name='city')),
                ('until', models.DateField(verbose_name='until')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former', to='directory.firm')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office', verbose_name='office in charge')),
                ('prefecture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.prefecture')),
            ],
            options={
                'ordering': ('firm_id', 'until'),
                'constraints': [models.UniqueConstraint(fields=('firm', 'until'), name='former_firm_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='PrivateProvider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telephone')),
                ('industries', models.ManyToManyField(blank=True, related_name='+', to='directory.industry', verbose_name='industries')),
                ('markets', models.ManyToManyField(blank=True, related_name='+', to='directory.market', verbose_name='markets')),
                ('prefecture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.prefecture')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TradingCompany',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telephone')),
                ('industries', models.ManyToManyField(blank=True, related_name='+', to='directory.industry', verbose_name='industries')),
                ('markets', models.ManyToManyField(blank=True, related_name='+', to='directory.market', verbose_name='markets')),
                ('prefecture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.prefecture')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('granted', 'Granted'), ('refused', 'Refused')], default='waiting', max_length=10, verbose_name='state')),
                ('message', models.CharField(blank=True, max_length=400, verbose_name='message')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_requests', to=settings.AUTH_USER_MODEL)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_requests', to='directory.firm')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'granted', 'refused'])), name='access_request_state_known'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('firm', 'user'), name='access_request_one_waiting')],
            },
        ),
        migrations.CreateModel(
            name='ConflictOfInterest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('family', 'Family or friends'), ('shares', 'Shares or office in the firm'), ('client', 'Paid by the firm'), ('competitor', 'Works for a competitor'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('declared_on', models.DateField(verbose_name='declared on')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('declared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='directory.expert')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='directory.firm')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['family', 'shares', 'client', 'competitor', 'other'])), name='conflict_kind_known'), models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('expert', 'firm'), name='conflict_once_while_open'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('declared_on')), _connector='OR'), name='conflict_ends_after_it_begins')],
            },
        ),
        migrations.AddField(
            model_name='contact',
            name='firm',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='directory.firm'),
        ),
    ]
