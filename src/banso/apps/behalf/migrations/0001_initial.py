import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_directory'),
        ('accounts', '__first__'),
        ('directory', '0001_initial'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('consultation', 'Consultation'), ('application', 'Application'), ('effort', 'Own effort'), ('follow_up', 'Follow-up'), ('catch_up', 'Catch-up contact')], max_length=12, verbose_name='kind')),
                ('row', models.PositiveBigIntegerField()),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_ref', models.CharField(max_length=20, verbose_name='number of the record')),
                ('number', models.PositiveIntegerField()),
                ('written_at', models.DateTimeField(verbose_name='entered at')),
                ('only_corrected', models.BooleanField(default=False, verbose_name='only corrected by the office')),
                ('state', models.CharField(choices=[('none', 'Nothing to confirm'), ('waiting', 'Not confirmed'), ('confirmed', 'Confirmed'), ('different', 'The firm says it is different'), ('kept', 'Kept as written')], max_length=10, verbose_name='state')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('told_way', models.CharField(blank=True, choices=[('link', 'By personal link'), ('signed_in', 'Signed in'), ('paper', 'On signed paper'), ('office', 'By the office, with a reason')], max_length=10, verbose_name='way')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='directory.firm')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('written_at', 'id'),
                'indexes': [models.Index(fields=['firm', 'state'], name='entry_firm_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['consultation', 'application', 'effort', 'follow_up', 'catch_up'])), name='entry_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['none', 'waiting', 'confirmed', 'different', 'kept'])), name='entry_state_known'), models.UniqueConstraint(fields=('kind', 'row'), name='entry_once_a_record'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('none', 'waiting')), ('told_at__isnull', True), ('told_way', '')), models.Q(('state__in', ('confirmed', 'different', 'kept')), ('told_at__isnull', False), models.Q(('told_way', ''), _negated=True)), _connector='OR'), name='entry_state_rests_on_a_word')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('answer', models.CharField(choices=[('as_written', 'It is right'), ('different', 'Something is different'), ('kept', 'Kept as written')], max_length=10, verbose_name='answer')),
                ('comment', models.TextField(blank=True, max_length=1000, verbose_name='comment')),
                ('way', models.CharField(choices=[('link', 'By personal link'), ('signed_in', 'Signed in'), ('paper', 'On signed paper'), ('office', 'By the office, with a reason')], max_length=10, verbose_name='way')),
                ('given_at', models.DateTimeField(verbose_name='answered at')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.contact')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='behalf.entry')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.personallink')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('given_at', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['as_written', 'different', 'kept'])), name='entry_word_answer_known'), models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', False), ('link__isnull', False), ('way', 'link')), models.Q(('user__isnull', False), ('way', 'signed_in')), models.Q(('contact__isnull', False), ('document__isnull', False), ('way', 'paper')), models.Q(('answer', 'kept'), ('contact__isnull', True), ('user__isnull', True), ('way', 'office')), _connector='OR'), name='entry_word_is_of_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'kept'), _negated=True), ('way', 'office'), _connector='OR'), name='entry_word_kept_by_office')],
            },
        ),
    ]
