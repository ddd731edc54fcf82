import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('channels', '0001_initial'),
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonalLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('invitation', 'Invitation'), ('second_factor', 'Lost second factor'), ('confirm_result', 'Confirmation of exports'), ('confirm_entries', 'Confirmation of entries'), ('follow_up', 'Follow-up after support'), ('questionnaire', 'Questionnaire'), ('referral', 'What became of a referral'), ('buyer', 'Entrance to Japan Street')], max_length=20)),
                ('subject_kind', models.CharField(blank=True, max_length=20)),
                ('subject_ref', models.CharField(blank=True, max_length=80)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='directory.contact')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['subject_kind', 'subject_ref'], name='personal_link_by_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['invitation', 'second_factor', 'confirm_result', 'confirm_entries', 'follow_up', 'questionnaire', 'referral', 'buyer'])), name='personal_link_purpose_known'), models.UniqueConstraint(condition=models.Q(('contact__isnull', False), ('revoked_at__isnull', True), ('used_at__isnull', True)), fields=('contact', 'purpose', 'subject_kind', 'subject_ref'), name='personal_link_open_once_a_contact')],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('firm_member', 'Firm member'), ('office_staff', 'Office staff'), ('office_manager', 'Office manager'), ('reviewer', 'Reviewer'), ('decider', 'Decider'), ('expert', 'Expert'), ('partner_member', 'Partner-body member'), ('programme_manager', 'Programme manager'), ('evaluator', 'Evaluator'), ('auditor', 'Auditor'), ('accountant', 'Accountant'), ('administrator', 'Administrator'), ('buyer', 'Buyer'), ('mall_operator', 'Mall operator')], max_length=30, verbose_name='role')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='until')),
                ('firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='directory.firm')),
                ('mall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='operators', to='channels.mall')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='directory.office')),
                ('partner_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='directory.partnerbody')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['firm_member', 'office_staff', 'office_manager', 'reviewer', 'decider', 'expert', 'partner_member', 'programme_manager', 'evaluator', 'auditor', 'accountant', 'administrator', 'buyer', 'mall_operator'])), name='assignment_role_known'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'firm_member'), _negated=True), ('firm__isnull', False), _connector='OR'), name='assignment_firm_member_has_firm'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['office_staff', 'office_manager']), _negated=True), ('office__isnull', False), _connector='OR'), name='assignment_office_role_has_office'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'partner_member'), _negated=True), ('partner_body__isnull', False), _connector='OR'), name='assignment_partner_member_has_body'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'mall_operator'), _negated=True), ('mall__isnull', False), _connector='OR'), name='assignment_mall_operator_has_mall'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='assignment_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='StaffAbsence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('noted_at', models.DateTimeField(verbose_name='noted at')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
            ],
            options={
                'ordering': ('first_day', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='staff_absence_ends_after_it_begins')],
            },
        ),
        migrations.AddField(
            model_name='personallink',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links_made', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='personallink',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='links', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roleassignment',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='staffabsence',
            name='noted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by'),
        ),
        migrations.AddField(
            model_name='staffabsence',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='personallink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', True), ('user__isnull', False)), models.Q(('contact__isnull', False), ('user__isnull', True)), _connector='OR'), name='personal_link_of_user_or_contact'),
        ),
        migrations.AddConstraint(
            model_name='personallink',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True), ('used_at__isnull', True), ('user__isnull', False)), fields=('user', 'purpose', 'subject_kind', 'subject_ref'), name='personal_link_open_once_a_user'),
        ),
        migrations.AddIndex(
            model_name='staffabsence',
            index=models.Index(fields=['user', 'last_day'], name='staff_absence_last_day'),
        ),
    ]
