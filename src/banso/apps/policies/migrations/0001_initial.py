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
            name='PolicyFamily',
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
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('title_ja', models.CharField(max_length=120, verbose_name='Japanese title')),
                ('title_en', models.CharField(max_length=120, verbose_name='English title')),
                ('legal_basis_ja', models.TextField(blank=True, max_length=2000, verbose_name='legal basis in Japanese')),
                ('legal_basis_en', models.TextField(blank=True, max_length=2000, verbose_name='legal basis in English')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('checked', 'Checked'), ('approved', 'Approved'), ('published', 'Published'), ('discarded', 'Discarded')], default='draft', max_length=10, verbose_name='state')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('in_force_to', models.DateField(blank=True, null=True, verbose_name='in force to')),
                ('files', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('change_notes', models.JSONField(blank=True, default=dict)),
                ('return_reason', models.TextField(blank=True, max_length=2000, verbose_name='why it was returned')),
                ('edition', models.PositiveIntegerField(default=1, verbose_name='edition')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked at')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='approved at')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('approver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approver')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policyversion')),
                ('editors', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.policyfamily', verbose_name='family')),
            ],
            options={
                'ordering': ('-id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'checked', 'approved', 'published', 'discarded'])), name='policy_version_state_known'), models.CheckConstraint(condition=models.Q(('author__isnull', True), ('approver__isnull', True), models.Q(('approver', models.F('author')), _negated=True), _connector='OR'), name='policy_version_approver_is_not_the_author'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('in_force_from__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='policy_version_published_has_day'), models.CheckConstraint(condition=models.Q(('in_force_to__isnull', True), ('in_force_to__gte', models.F('in_force_from')), _connector='OR'), name='policy_version_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('family', 'in_force_from'), name='policy_version_one_begins_a_day'), models.UniqueConstraint(condition=models.Q(('in_force_to__isnull', True), ('state', 'published')), fields=('family',), name='policy_version_one_without_end')],
            },
        ),
        migrations.CreateModel(
            name='PolicyMigration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=40, verbose_name='kind of subject')),
                ('subject_ref', models.CharField(max_length=64, verbose_name='subject')),
                ('reason', models.TextField(max_length=2000, verbose_name='reason')),
                ('moved_at', models.DateTimeField(verbose_name='moved at')),
                ('difference', models.JSONField()),
                ('moved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policyversion')),
                ('to_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='migrations_here', to='policies.policyversion')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['subject_kind', 'subject_ref'], name='policy_migration_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='policy_migration_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='PolicyDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=40, verbose_name='kind of subject')),
                ('subject_ref', models.CharField(max_length=64, verbose_name='subject')),
                ('decisions', models.JSONField()),
                ('facts', models.JSONField()),
                ('facts_digest', models.CharField(max_length=64)),
                ('outputs', models.JSONField()),
                ('matched', models.JSONField()),
                ('missing', models.JSONField()),
                ('conflicts', models.JSONField()),
                ('decided_at', models.DateTimeField(verbose_name='decided at')),
                ('followed', models.CharField(blank=True, choices=[('followed', 'Followed'), ('departed', 'Departed from')], max_length=10, verbose_name='what came of it')),
                ('departure_reason', models.TextField(blank=True, max_length=2000, verbose_name='why it was departed from')),
                ('departed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='policies.policyversion')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['subject_kind', 'subject_ref'], name='policy_decision_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('followed', ''), ('followed__in', ['followed', 'departed']), _connector='OR'), name='policy_decision_followed_known'), models.CheckConstraint(condition=models.Q(models.Q(('followed', 'departed'), _negated=True), models.Q(('departed_by__isnull', False), models.Q(('departure_reason', ''), _negated=True)), _connector='OR'), name='policy_decision_departure_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='PolicySteward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('right', models.CharField(choices=[('edit', 'Edit'), ('approve', 'Approve')], max_length=10, verbose_name='right')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stewards', to='policies.policyfamily')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('right__in', ['edit', 'approve'])), name='policy_steward_right_known'), models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('family', 'user', 'right'), name='policy_steward_right_held_once'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('given_on')), _connector='OR'), name='policy_steward_ends_after_it_begins')],
            },
        ),
    ]
