import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0002_subjects'),
        ('inquiries', '0001_initial'),
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OnlineMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('declined', 'Declined'), ('cancelled', 'Cancelled'), ('held', 'Held')], default='proposed', max_length=9, verbose_name='state')),
                ('turn', models.CharField(blank=True, choices=[('buyer', 'Buyer'), ('firm', 'Maker'), ('staff', 'Office')], max_length=5)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('length', models.PositiveSmallIntegerField(verbose_name='minutes long')),
                ('about', models.CharField(max_length=400, verbose_name='what to talk about')),
                ('link', models.URLField(blank=True, verbose_name='address of the meeting')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('asked_at', models.DateTimeField()),
                ('minutes', models.TextField(blank=True, verbose_name='minutes')),
                ('result', models.CharField(blank=True, choices=[('order', 'An order is expected'), ('sample', 'A sample is sent'), ('terms', 'Price or terms are sent'), ('again', 'They meet again'), ('nothing', 'No further interest'), ('absent', 'One side did not come')], max_length=7, verbose_name='result')),
                ('reported_at', models.DateTimeField(blank=True, null=True)),
                ('appointment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='online_meeting', to='notices.meeting')),
                ('for_buyer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('for_firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='inquiries.inquiry')),
                ('interpreter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.language', verbose_name='interpreter')),
                ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-proposed_at', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'agreed', 'declined', 'cancelled', 'held'])), name='online_meeting_state_known'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('inquiry',), name='online_meeting_one_proposal'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'proposed'), ('turn__in', ('buyer', 'firm'))), models.Q(models.Q(('state', 'proposed'), _negated=True), ('turn', '')), _connector='OR'), name='online_meeting_turn_while_proposed'), models.CheckConstraint(condition=models.Q(models.Q(('appointment__isnull', True), ('state__in', ('proposed', 'declined'))), models.Q(models.Q(('state__in', ('proposed', 'declined')), _negated=True), ('appointment__isnull', False)), _connector='OR'), name='online_meeting_agreed_with_appointment'), models.CheckConstraint(condition=models.Q(models.Q(('reported_at__isnull', False), ('state', 'held'), models.Q(('result', ''), _negated=True)), models.Q(models.Q(('state', 'held'), _negated=True), ('reported_at__isnull', True), ('result', '')), _connector='OR'), name='online_meeting_held_with_result')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='meetings.onlinemeeting')),
            ],
            options={
                'ordering': ('meeting', 'round', 'starts_at'),
                'constraints': [models.UniqueConstraint(fields=('meeting', 'round', 'starts_at'), name='online_meeting_slot_once')],
            },
        ),
    ]
