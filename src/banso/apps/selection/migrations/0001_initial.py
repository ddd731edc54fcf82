import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0001_initial'),
        ('intake', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('screened', 'Screened'), ('returned', 'More is asked of the firm'), ('waiting', 'On the waiting list'), ('adopted', 'Adopted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='draft', max_length=20, verbose_name='state')),
                ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='revision')),
                ('edition', models.PositiveIntegerField(default=1, verbose_name='edition')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='why the firm wants to export')),
                ('plan_after_support', models.TextField(blank=True, max_length=2000, verbose_name='plan past the end of support')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted at')),
                ('consultation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='intake.consultation')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='directory.firm')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='directory.office', verbose_name='office')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='programmes.round', verbose_name='round')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='programmes.service', verbose_name='service')),
            ],
            options={
                'ordering': ('-created_at', '-id'),
                'indexes': [models.Index(fields=['office', 'state'], name='application_office_state'), models.Index(fields=['round', 'state'], name='application_round_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'screened', 'returned', 'waiting', 'adopted', 'declined', 'withdrawn'])), name='application_state_known'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), ('submitted_at__isnull', False), _connector='OR'), name='application_submitted_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('conflict', models.CharField(choices=[('none', 'No conflict of interest'), ('employed', 'I work or worked for the firm'), ('owns', 'I own a part of the firm'), ('family', 'Somebody close to me works for the firm or owns a part of it'), ('advises', 'I advise the firm or sell to it'), ('competes', 'I have to do with a competitor of the firm'), ('other', 'Another reason')], max_length=10, verbose_name='conflict of interest')),
                ('declared_at', models.DateTimeField(verbose_name='declared at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='selection.application')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('conflict__in', ['none', 'employed', 'owns', 'family', 'advises', 'competes', 'other'])), name='declaration_conflict_known'), models.UniqueConstraint(fields=('application', 'reviewer'), name='declaration_once_a_reviewer')],
            },
        ),
        migrations.CreateModel(
            name='Determination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('adopted', 'Adopted'), ('declined', 'Declined')], max_length=10, verbose_name='outcome')),
                ('reason', models.TextField(max_length=2000, verbose_name='reason')),
                ('recommendation', models.CharField(blank=True, max_length=40, verbose_name='recommendation')),
                ('determined_on', models.DateField(verbose_name='determined on')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='determination', to='selection.application')),
                ('decider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='determinations', to=settings.AUTH_USER_MODEL, verbose_name='decider')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['adopted', 'declined'])), name='determination_outcome_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='determination_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='revision')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('view', models.CharField(choices=[('adopt', 'Adopt'), ('decline', 'Decline'), ('discuss', 'To be discussed')], max_length=10, verbose_name='view')),
                ('note', models.TextField(max_length=2000, verbose_name='note on the discussion')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discussions', to='selection.application')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('view__in', ['adopt', 'decline', 'discuss'])), name='discussion_view_known'), models.UniqueConstraint(fields=('application', 'revision', 'number'), name='discussion_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Assent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assented_at', models.DateTimeField(verbose_name='assented at')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assents', to='selection.discussion')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('discussion', 'reviewer'), name='assent_once_a_reviewer')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('taken_on', models.DateField(verbose_name='taken on')),
                ('freed_on', models.DateField(blank=True, null=True, verbose_name='freed on')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='place', to='selection.application')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places_taken', to='programmes.round')),
            ],
            options={
                'ordering': ('round_id', 'number', 'id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('freed_on__isnull', True)), fields=('round', 'number'), name='place_taken_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='place_number_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='revision')),
                ('reason', models.TextField(max_length=2000, verbose_name='what is asked for')),
                ('returned_at', models.DateTimeField(verbose_name='returned at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='selection.application')),
                ('decider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('application', 'revision'), name='return_once_a_revision'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='return_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='revision')),
                ('content', models.JSONField(verbose_name='content')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('handed_in_at', models.DateTimeField(verbose_name='handed in at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='selection.application')),
                ('handed_in_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('application_id', 'number'),
                'constraints': [models.UniqueConstraint(fields=('application', 'number'), name='revision_number_once')],
            },
        ),
        migrations.CreateModel(
            name='ScorePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='weight')),
                ('anchor_0_ja', models.CharField(max_length=200)),
                ('anchor_0_en', models.CharField(max_length=200)),
                ('anchor_1_ja', models.CharField(max_length=200)),
                ('anchor_1_en', models.CharField(max_length=200)),
                ('anchor_2_ja', models.CharField(max_length=200)),
                ('anchor_2_en', models.CharField(max_length=200)),
                ('anchor_3_ja', models.CharField(max_length=200)),
                ('anchor_3_en', models.CharField(max_length=200)),
                ('anchor_4_ja', models.CharField(max_length=200)),
                ('anchor_4_en', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('weight__gte', 1)), name='score_part_has_weight')],
            },
        ),
        migrations.CreateModel(
            name='AgreedScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='points given')),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='selection.discussion')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='selection.scorepart')),
            ],
            options={
                'ordering': ('discussion_id', 'part_id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('points__isnull', True), ('points__lte', 4), _connector='OR'), name='agreed_score_in_range'), models.UniqueConstraint(fields=('discussion', 'part'), name='agreed_score_once_a_part')],
            },
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='revision')),
                ('view', models.CharField(choices=[('adopt', 'Adopt'), ('decline', 'Decline'), ('discuss', 'To be discussed')], max_length=10, verbose_name='view')),
                ('goal_feasible', models.CharField(blank=True, choices=[('yes', 'It can be reached'), ('no', 'It cannot be reached'), ('unknown', 'Cannot be told from the application')], max_length=10, verbose_name='goal')),
                ('opinion', models.TextField(max_length=2000, verbose_name='opinion')),
                ('screened_at', models.DateTimeField(verbose_name='screened at')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='selection.application')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('view__in', ['adopt', 'decline', 'discuss'])), name='screening_view_known'), models.CheckConstraint(condition=models.Q(('goal_feasible__in', ['', 'yes', 'no', 'unknown'])), name='screening_goal_feasible_known'), models.UniqueConstraint(fields=('application', 'revision', 'reviewer'), name='screening_once_a_reviewer')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='points given')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='selection.scorepart')),
                ('screening', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='selection.screening')),
            ],
            options={
                'ordering': ('screening_id', 'part_id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('points__isnull', True), ('points__lte', 4), _connector='OR'), name='score_in_range'), models.UniqueConstraint(fields=('screening', 'part'), name='score_once_a_part')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('lot', 'Lot'), ('look', 'Second look')], max_length=10, verbose_name='purpose')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='number')),
                ('seed', models.CharField(max_length=64)),
                ('commitment', models.CharField(max_length=64, verbose_name='commitment')),
                ('sealed_at', models.DateTimeField(verbose_name='sealed at')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened at')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='programmes.round')),
            ],
            options={
                'ordering': ('round_id', 'purpose', 'number'),
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['lot', 'look'])), name='seal_purpose_known'), models.UniqueConstraint(fields=('round', 'purpose', 'number'), name='seal_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveIntegerField(verbose_name='places')),
                ('drawn_at', models.DateTimeField(verbose_name='drawn at')),
                ('drawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lot', to='selection.seal')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='SecondLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(blank=True, choices=[('agree', 'I would have determined the same'), ('disagree', 'I would have determined otherwise')], max_length=10, verbose_name='second look')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='second_looks', to=settings.AUTH_USER_MODEL)),
                ('determination', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second_look', to='selection.determination')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_on__isnull', True), ('reason', ''), ('result', '')), models.Q(('done_on__isnull', False), ('result__in', ['agree', 'disagree']), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='second_look_done_or_not')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position in the draw')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ticket', to='selection.application')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='selection.lot')),
            ],
            options={
                'ordering': ('lot_id', 'position'),
                'constraints': [models.UniqueConstraint(fields=('lot', 'position'), name='ticket_position_once')],
            },
        ),
        migrations.CreateModel(
            name='Typed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.JSONField(verbose_name='as typed')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='typed', to='selection.application')),
            ],
        ),
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveIntegerField(verbose_name='rank')),
                ('reason', models.TextField(max_length=2000, verbose_name='reason')),
                ('since', models.DateTimeField(verbose_name='waiting since')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='waiting', to='selection.application')),
                ('decider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting', to='programmes.round')),
            ],
            options={
                'ordering': ('round_id', 'rank'),
                'constraints': [models.UniqueConstraint(fields=('round', 'rank'), name='waiting_rank_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='waiting_has_reason')],
            },
        ),
    ]
