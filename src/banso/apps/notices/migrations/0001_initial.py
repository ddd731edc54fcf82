import datetime
import django.db.models.deletion
import uuid
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
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('to_kind', models.CharField(blank=True, max_length=20)),
                ('to_ref', models.CharField(blank=True, max_length=64)),
                ('template', models.CharField(max_length=60, verbose_name='letter')),
                ('language', models.CharField(max_length=7, verbose_name='language')),
                ('references', models.JSONField(default=dict)),
                ('enclosed', models.JSONField(default=dict)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_ref', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('queued', 'Waiting to be sent'), ('sent', 'Sent'), ('failed', 'Could not be sent'), ('bounced', 'Came back'), ('withdrawn', 'No longer needed')], default='queued', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('queued_at', models.DateTimeField(verbose_name='written at')),
                ('not_before', models.DateTimeField(verbose_name='leaves from')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('fault', models.CharField(blank=True, max_length=60, verbose_name='why')),
                ('address_digest', models.CharField(blank=True, max_length=32)),
                ('to_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='directory.contact')),
                ('to_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-queued_at', '-id'),
                'indexes': [models.Index(fields=['address_digest', '-queued_at'], name='letter_address'), models.Index(fields=['subject_kind', 'subject_ref'], name='letter_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'failed', 'bounced', 'withdrawn'])), name='letter_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('to_contact__isnull', True), ('to_kind', ''), ('to_user__isnull', False)), models.Q(('to_contact__isnull', False), ('to_kind', ''), ('to_user__isnull', True)), models.Q(('to_contact__isnull', True), ('to_user__isnull', True), models.Q(('to_kind', ''), _negated=True), models.Q(('to_ref', ''), _negated=True)), _connector='OR'), name='letter_has_one_receiver'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='letter_sent_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_ref', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=80, verbose_name='what it is about')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('online_address', models.URLField(blank=True, verbose_name='address of the online meeting')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('moved', 'Moved'), ('cancelled', 'Cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('sequence', models.PositiveSmallIntegerField(default=0)),
                ('planned_at', models.DateTimeField(verbose_name='planned at')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='directory.firm')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='directory.office', verbose_name='office')),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('starts_at', 'id'),
                'indexes': [models.Index(fields=['office', 'starts_at'], name='meeting_office_starts'), models.Index(fields=['subject_kind', 'subject_ref'], name='meeting_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'moved', 'cancelled'])), name='meeting_state_known'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('place', ''), _negated=True), models.Q(('online_address', ''), _negated=True), _connector='OR'), name='meeting_has_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.contact')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='notices.meeting')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', True), ('user__isnull', False)), models.Q(('contact__isnull', False), ('user__isnull', True)), _connector='OR'), name='participant_is_somebody'), models.UniqueConstraint(fields=('meeting', 'user'), name='participant_user_once'), models.UniqueConstraint(fields=('meeting', 'contact'), name='participant_contact_once')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_ref', models.CharField(max_length=64)),
                ('due_on', models.DateField(verbose_name='due on')),
                ('address', models.CharField(max_length=200)),
                ('found_at', models.DateTimeField(verbose_name='found at')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                ('firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.firm')),
                ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='notices.letter')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('due_on', 'id'),
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['person', 'due_on'], name='reminder_person_open'), models.Index(condition=models.Q(('done_at__isnull', True)), fields=['kind'], name='reminder_kind_open')],
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_ref', 'kind', 'due_on', 'person'), name='reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(choices=[('daily', 'Every day'), ('weekly', 'Once a week, on Monday'), ('none', 'Not by mail')], default='daily', max_length=10, verbose_name='digest')),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0), verbose_name='no mail from')),
                ('quiet_to', models.TimeField(default=datetime.time(8, 0), verbose_name='no mail until')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rhythm', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('digest__in', ['daily', 'weekly', 'none'])), name='rhythm_digest_known')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('note', 'Task'), ('address', 'Mail does not arrive: find the right address')], default='note', max_length=10, verbose_name='kind')),
                ('text', models.CharField(blank=True, max_length=400, verbose_name='what is to be done')),
                ('subject_kind', models.CharField(blank=True, max_length=40)),
                ('subject_ref', models.CharField(blank=True, max_length=64)),
                ('noted_at', models.DateTimeField(verbose_name='noted at')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('state', models.CharField(choices=[('open', 'To do'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=10, verbose_name='state')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL, verbose_name='who does it')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.firm')),
                ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office')),
            ],
            options={
                'ordering': ('due_on', 'id'),
                'indexes': [models.Index(fields=['assignee', 'state', 'due_on'], name='task_assignee_due'), models.Index(fields=['office', 'state', 'due_on'], name='task_office_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['note', 'address'])), name='task_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'dropped'])), name='task_state_known'), models.CheckConstraint(condition=models.Q(('assignee__isnull', False), ('office__isnull', False), _connector='OR'), name='task_has_an_owner'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'note'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='task_noted_says_what'), models.UniqueConstraint(condition=models.Q(('kind', 'address'), ('state', 'open')), fields=('kind', 'subject_kind', 'subject_ref'), name='task_one_open_an_address')],
            },
        ),
    ]
