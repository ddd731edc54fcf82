import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('casework', '0001_initial'),
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=400, verbose_name='reason')),
                ('merged_at', models.DateTimeField(verbose_name='merged at')),
                ('marks', models.JSONField(default=dict)),
                ('folding', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='directory.firm')),
                ('lost', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.firm')),
                ('merged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='merged by')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by')),
            ],
            options={
                'ordering': ('-merged_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('lost')), _negated=True), name='merge_of_two_firms'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='merge_has_reason'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('lost',), name='merge_once_a_lost_firm')],
            },
        ),
        migrations.CreateModel(
            name='MergedValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('column', models.CharField(max_length=40)),
                ('before', models.CharField(max_length=200, null=True)),
                ('after', models.CharField(max_length=200, null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.firm')),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='transfers.merge')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('merge', 'firm', 'column'), name='merged_value_once')],
            },
        ),
        migrations.CreateModel(
            name='MovedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=60)),
                ('row', models.PositiveBigIntegerField()),
                ('column', models.CharField(max_length=40)),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='transfers.merge')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('merge', 'table', 'row', 'column'), name='moved_row_once')],
            },
        ),
        migrations.CreateModel(
            name='NotSame',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField(verbose_name='said at')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.firm')),
                ('said_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.firm')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='not_same_in_order'), models.UniqueConstraint(fields=('first', 'second'), name='not_same_once')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(verbose_name='until')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='casework.case')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office')),
            ],
            options={
                'ordering': ('case_id', 'until'),
                'constraints': [models.UniqueConstraint(fields=('case', 'until'), name='placement_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('giver_kind', models.CharField(choices=[('staff', 'Member of staff'), ('expert', 'Expert'), ('office', 'Office')], max_length=10, verbose_name='whose work')),
                ('giver_ref', models.CharField(max_length=40)),
                ('occasion', models.CharField(choices=[('move', 'Transfer'), ('leave', 'Leave with a stand-in'), ('contract', 'End of contract'), ('office', 'Office merged or closed')], max_length=10, verbose_name='occasion')),
                ('reason', models.CharField(max_length=400, verbose_name='reason')),
                ('done_at', models.DateTimeField(verbose_name='done at')),
                ('back_on', models.DateField(blank=True, null=True, verbose_name='back on')),
                ('went_back_at', models.DateTimeField(blank=True, null=True, verbose_name='went back at')),
                ('absence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.staffabsence')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office')),
            ],
            options={
                'ordering': ('-done_at', '-id'),
                'indexes': [models.Index(fields=['back_on', 'went_back_at'], name='transfer_back_on')],
                'constraints': [models.CheckConstraint(condition=models.Q(('giver_kind__in', ['staff', 'expert', 'office'])), name='transfer_giver_known'), models.CheckConstraint(condition=models.Q(('occasion__in', ['move', 'leave', 'contract', 'office'])), name='transfer_occasion_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='transfer_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('back_on__isnull', False), ('occasion', 'leave')), models.Q(models.Q(('occasion', 'leave'), _negated=True), ('back_on__isnull', True)), _connector='OR'), name='transfer_comes_back_after_leave_only')],
            },
        ),
        migrations.CreateModel(
            name='Handed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='kind')),
                ('row', models.PositiveBigIntegerField()),
                ('before', models.PositiveBigIntegerField()),
                ('after', models.PositiveBigIntegerField()),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed', to='transfers.transfer')),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['kind', 'row'], name='handed_row')],
                'constraints': [models.UniqueConstraint(fields=('transfer', 'kind', 'row'), name='handed_once'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='handed_to_another')],
            },
        ),
    ]
