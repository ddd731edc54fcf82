import django.db.models.deletion
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
            name='Expiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('row', models.PositiveBigIntegerField(verbose_name='number of the record')),
                ('years', models.PositiveSmallIntegerField(verbose_name='years kept')),
                ('expired_at', models.DateTimeField(verbose_name='words removed at')),
            ],
            options={
                'ordering': ('-expired_at', '-id'),
                'constraints': [models.UniqueConstraint(fields=('kind', 'row'), name='expiry_once_a_record')],
            },
        ),
        migrations.CreateModel(
            name='PersonRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('kind', models.CharField(choices=[('see', 'See the data held'), ('correct', 'Have data corrected'), ('stop', 'Stop the use of data'), ('erase', 'Have data erased')], max_length=10, verbose_name='what is asked')),
                ('state', models.CharField(choices=[('received', 'Received'), ('identified', 'Identity checked'), ('granted', 'Granted, not done yet'), ('refused', 'Not granted'), ('done', 'Done'), ('withdrawn', 'Withdrawn')], default='received', max_length=12, verbose_name='state')),
                ('way', models.CharField(choices=[('page', 'Signed in'), ('counter', 'At the counter'), ('letter', 'By letter'), ('mail', 'By mail'), ('phone', 'By telephone')], max_length=10, verbose_name='way it came')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='what the person wants')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('due_on', models.DateField(verbose_name='to be answered by')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('identity', models.CharField(blank=True, choices=[('signed_in', 'Signed in with the own account'), ('document', 'Identity document shown'), ('call_back', 'Called back at the number held'), ('known', 'Known in person')], max_length=10, verbose_name='how identity was checked')),
                ('identified_on', models.DateField(blank=True, null=True, verbose_name='identity checked on')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason of the decision')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('exported_at', models.DateTimeField(blank=True, null=True, verbose_name='data handed out at')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                ('done_note', models.TextField(blank=True, max_length=2000, verbose_name='what was done')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='directory.contact', verbose_name='contact')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('identified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office', verbose_name='office')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='person with an account')),
            ],
            options={
                'ordering': ('-received_on', '-id'),
                'abstract': False,
                'indexes': [models.Index(fields=['state', 'due_on'], name='person_request_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', False), ('user__isnull', True)), models.Q(('contact__isnull', True), ('user__isnull', False)), _connector='OR'), name='personrequest_of_one_person'), models.CheckConstraint(condition=models.Q(('kind__in', ['see', 'correct', 'stop', 'erase'])), name='person_request_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'identified', 'granted', 'refused', 'done', 'withdrawn'])), name='person_request_state_known'), models.CheckConstraint(condition=models.Q(('way__in', ['page', 'counter', 'letter', 'mail', 'phone'])), name='person_request_way_known'), models.UniqueConstraint(condition=models.Q(('state__in', ('received', 'identified', 'granted'))), fields=('contact', 'kind'), name='person_request_open_once_a_contact'), models.UniqueConstraint(condition=models.Q(('state__in', ('received', 'identified', 'granted'))), fields=('user', 'kind'), name='person_request_open_once_a_user'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('received_on'))), name='person_request_due_after_received'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'refused', 'withdrawn']), models.Q(models.Q(('identity', ''), _negated=True), ('identified_on__isnull', False)), _connector='OR'), name='person_request_identity_before_decision'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'identified', 'withdrawn']), ('decided_on__isnull', False), _connector='OR'), name='person_request_decision_dated'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', True)), _connector='OR'), name='person_request_done_dated')],
            },
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='directory.contact', verbose_name='contact')),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stops', to='privacy.personrequest')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='person with an account')),
            ],
            options={
                'ordering': ('-since', '-id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', False), ('user__isnull', True)), models.Q(('contact__isnull', True), ('user__isnull', False)), _connector='OR'), name='stop_of_one_person'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('contact',), name='stop_once_a_contact'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user',), name='stop_once_a_user')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.CharField(max_length=20, verbose_name='version of the notice')),
                ('text_digest', models.CharField(max_length=64)),
                ('way', models.CharField(choices=[('signed_in', 'Signed in'), ('link', 'By personal link'), ('paper', 'On signed paper')], max_length=10, verbose_name='way')),
                ('given_at', models.DateTimeField(verbose_name='confirmed at')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='directory.contact', verbose_name='contact')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='person with an account')),
            ],
            options={
                'ordering': ('-given_at', '-id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', False), ('user__isnull', True)), models.Q(('contact__isnull', True), ('user__isnull', False)), _connector='OR'), name='consent_of_one_person'), models.CheckConstraint(condition=models.Q(('way__in', ['signed_in', 'link', 'paper'])), name='consent_way_known'), models.UniqueConstraint(fields=('contact', 'notice'), name='consent_once_a_contact'), models.UniqueConstraint(fields=('user', 'notice'), name='consent_once_a_user')],
            },
        ),
    ]
