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
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('subject_kind', models.CharField(choices=[('firm', 'Firm'), ('consultation', 'Consultation'), ('application', 'Application'), ('case', 'Case'), ('inquiry', 'Inquiry')], max_length=20, verbose_name='belongs to')),
                ('subject_ref', models.CharField(max_length=20, verbose_name='record')),
                ('kind', models.CharField(choices=[('contract', 'Contract'), ('invoice', 'Invoice'), ('customs', 'Customs document'), ('strategy', 'Strategy or plan'), ('photo', 'Photograph'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                ('original_name', models.CharField(blank=True, max_length=200, verbose_name='file name')),
                ('stored_name', models.CharField(max_length=40, unique=True)),
                ('size', models.PositiveBigIntegerField(verbose_name='size (bytes)')),
                ('sha256', models.CharField(max_length=64)),
                ('content_type', models.CharField(max_length=100, verbose_name='format')),
                ('visible_to_firm', models.BooleanField(default=False, verbose_name='the firm sees it')),
                ('visible_to_expert', models.BooleanField(default=False, verbose_name='the expert sees it')),
                ('scan_state', models.CharField(choices=[('not_scanned', 'Not scanned'), ('clean', 'Nothing harmful found'), ('infected', 'Harmful: locked'), ('failed', 'Could not be scanned')], default='not_scanned', max_length=20, verbose_name='scan')),
                ('scanned_at', models.DateTimeField(blank=True, null=True, verbose_name='scanned at')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded at')),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='removed at')),
                ('file_gone_at', models.DateTimeField(blank=True, null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='directory.firm')),
                ('superseded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='documents.document')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'ordering': ('-uploaded_at', '-id'),
                'indexes': [models.Index(fields=['subject_kind', 'subject_ref'], name='document_subject'), models.Index(fields=['firm', '-uploaded_at'], name='document_firm_uploaded')],
                'constraints': [models.CheckConstraint(condition=models.Q(('subject_kind__in', ['firm', 'consultation', 'application', 'case', 'inquiry'])), name='document_subject_kind_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['contract', 'invoice', 'customs', 'strategy', 'photo', 'other'])), name='document_kind_known'), models.CheckConstraint(condition=models.Q(('scan_state__in', ['not_scanned', 'clean', 'infected', 'failed'])), name='document_scan_state_known'), models.UniqueConstraint(condition=models.Q(('deleted_at__isnull', True), ('superseded_by__isnull', True)), fields=('subject_kind', 'subject_ref', 'sha256'), name='document_once_a_subject'), models.CheckConstraint(condition=models.Q(models.Q(('scan_state', 'not_scanned'), ('scanned_at__isnull', True)), models.Q(models.Q(('scan_state', 'not_scanned'), _negated=True), ('scanned_at__isnull', False)), _connector='OR'), name='document_scanned_has_time'), models.CheckConstraint(condition=models.Q(('file_gone_at__isnull', True), ('deleted_at__isnull', False), _connector='OR'), name='document_file_gone_after_removal')],
            },
        ),
    ]
