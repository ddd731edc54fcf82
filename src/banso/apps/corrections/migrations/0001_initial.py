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
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='kind')),
                ('row', models.PositiveBigIntegerField(verbose_name='number of the record')),
                ('field', models.CharField(max_length=40, verbose_name='field')),
                ('old', models.TextField(blank=True, verbose_name='old value')),
                ('new', models.TextField(blank=True, verbose_name='new value')),
                ('reason', models.CharField(max_length=400, verbose_name='reason')),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_ref', models.CharField(max_length=60, verbose_name='reference')),
                ('corrected_at', models.DateTimeField(verbose_name='corrected at')),
                ('corrected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to=settings.AUTH_USER_MODEL, verbose_name='corrected by')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office', verbose_name='office')),
            ],
            options={
                'ordering': ('-corrected_at', '-id'),
                'indexes': [models.Index(fields=['kind', 'row'], name='correction_of_row'), models.Index(fields=['subject_kind', 'subject_ref'], name='correction_of_subject'), models.Index(fields=['office', '-corrected_at'], name='correction_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_has_reason')],
            },
        ),
    ]
