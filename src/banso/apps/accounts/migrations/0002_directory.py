import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='personallink',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='directory.contact'),
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
            name='firm',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='directory.firm'),
        ),
        migrations.AddField(
            model_name='roleassignment',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='directory.office'),
        ),
        migrations.AddField(
            model_name='roleassignment',
            name='partner_body',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='directory.partnerbody'),
        ),
        migrations.AddField(
            model_name='roleassignment',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='apitoken',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='api_token_expires_after_it_was_made'),
        ),
        migrations.AddConstraint(
            model_name='personallink',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['invitation', 'second_factor', 'confirm_result', 'follow_up', 'questionnaire'])), name='personal_link_purpose_known'),
        ),
        migrations.AddConstraint(
            model_name='personallink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', True), ('user__isnull', False)), models.Q(('contact__isnull', False), ('user__isnull', True)), _connector='OR'), name='personal_link_of_user_or_contact'),
        ),
        migrations.AddConstraint(
            model_name='personallink',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True), ('used_at__isnull', True), ('user__isnull', False)), fields=('user', 'purpose', 'subject_kind', 'subject_ref'), name='personal_link_open_once_a_user'),
        ),
        migrations.AddConstraint(
            model_name='personallink',
            constraint=models.UniqueConstraint(condition=models.Q(('contact__isnull', False), ('revoked_at__isnull', True), ('used_at__isnull', True)), fields=('contact', 'purpose', 'subject_kind', 'subject_ref'), name='personal_link_open_once_a_contact'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['firm_member', 'office_staff', 'office_manager', 'reviewer', 'decider', 'expert', 'partner_member', 'programme_manager', 'evaluator', 'auditor', 'administrator'])), name='assignment_role_known'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'firm_member'), _negated=True), ('firm__isnull', False), _connector='OR'), name='assignment_firm_member_has_firm'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['office_staff', 'office_manager']), _negated=True), ('office__isnull', False), _connector='OR'), name='assignment_office_role_has_office'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'partner_member'), _negated=True), ('partner_body__isnull', False), _connector='OR'), name='assignment_partner_member_has_body'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='assignment_ends_after_it_begins'),
        ),
    ]
