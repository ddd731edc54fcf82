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
            name='Layout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('header', models.CharField(max_length=64)),
                ('columns', models.JSONField()),
            ],
            options={
                'ordering': ('kind', 'id'),
                'constraints': [models.UniqueConstraint(fields=('kind', 'header'), name='import_layout_once')],
            },
        ),
        migrations.CreateModel(
            name='OldId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('old', models.CharField(max_length=40, verbose_name='old id')),
                ('ref', models.CharField(max_length=40, verbose_name='reference')),
            ],
            options={
                'ordering': ('kind', 'old'),
                'indexes': [models.Index(fields=['kind', 'ref'], name='old_id_of_record')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'old'), name='old_id_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('state', models.CharField(choices=[('sent', 'Columns to be confirmed'), ('checking', 'Being checked'), ('faulty', 'Has errors'), ('checked', 'Checked, not stored yet'), ('storing', 'Being stored'), ('stored', 'Stored'), ('broken', 'Stopped by a fault of the system')], default='sent', max_length=10, verbose_name='state')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('file', models.FileField(blank=True, upload_to='imports/')),
                ('digest', models.CharField(max_length=64)),
                ('columns', models.JSONField(default=dict)),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('stored_at', models.DateTimeField(blank=True, null=True, verbose_name='stored at')),
                ('outcome', models.JSONField(blank=True, null=True)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
            ],
            options={
                'ordering': ('-sent_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'checking', 'faulty', 'checked', 'storing', 'stored', 'broken'])), name='import_run_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'stored'), ('stored_at__isnull', False)), models.Q(models.Q(('state', 'stored'), _negated=True), ('stored_at__isnull', True)), _connector='OR'), name='import_run_stored_at')],
            },
        ),
    ]
