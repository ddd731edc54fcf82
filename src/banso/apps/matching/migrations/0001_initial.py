import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('casework', '0001_initial'),
        ('directory', '0001_initial'),
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('judged_on', models.DateField(verbose_name='judged on')),
                ('tests', models.JSONField(default=dict)),
                ('parts', models.JSONField(default=dict)),
                ('score', models.IntegerField(verbose_name='score')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('chosen_at', models.DateTimeField(null=True, verbose_name='chosen at')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.case')),
                ('chosen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='directory.expert')),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.need')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', True), ('need__isnull', False)), models.Q(('case__isnull', False), ('need__isnull', True)), _connector='OR'), name='match_of_a_need_or_a_case')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('week', models.DateField(unique=True, verbose_name='week from')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('asks', models.PositiveIntegerField(verbose_name='needs and cases')),
                ('assigned', models.PositiveIntegerField(verbose_name='with an expert')),
                ('score', models.PositiveIntegerField(verbose_name='sum of scores')),
            ],
            options={
                'ordering': ('-week',),
                'constraints': [models.CheckConstraint(condition=models.Q(('assigned__lte', models.F('asks'))), name='plan_assigns_no_more_than_asked')],
            },
        ),
        migrations.CreateModel(
            name='PlannedPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'To confirm'), ('nobody', 'Nobody found'), ('confirmed', 'Confirmed as planned'), ('changed', 'Given to another'), ('dropped', 'Left out')], max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.expert')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.case')),
                ('chosen', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chosen_for', to='matching.matchrecord')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('found', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='matching.matchrecord')),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.need')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='matching.plan')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['plan', 'office'], name='planned_pair_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'nobody', 'confirmed', 'changed', 'dropped'])), name='planned_pair_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', True), ('need__isnull', False)), models.Q(('case__isnull', False), ('need__isnull', True)), _connector='OR'), name='planned_pair_of_a_need_or_a_case'), models.UniqueConstraint(fields=('plan', 'need'), name='planned_pair_need_once'), models.UniqueConstraint(fields=('plan', 'case'), name='planned_pair_case_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['proposed', 'confirmed']), _negated=True), ('found__isnull', False), _connector='OR'), name='planned_pair_has_its_expert'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state__in', ('proposed', 'nobody'))), models.Q(models.Q(('state__in', ('proposed', 'nobody')), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='planned_pair_decided_with_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['changed', 'dropped']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='planned_pair_departs_with_reason')],
            },
        ),
    ]
