import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('kind', models.CharField(choices=[('catalogue', 'Catalogue for invited buyers'), ('mall', 'Corners on overseas EC sites'), ('store', 'Page on one large EC site')], max_length=9, verbose_name='kind')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='programmes.service', verbose_name='service')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['catalogue', 'mall', 'store'])), name='channel_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Mall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='malls', to='channels.channel')),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='malls', to='directory.market', verbose_name='market')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ChannelNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField()),
                ('need', models.CharField(max_length=40, verbose_name='what is asked')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='channels.channel')),
                ('market', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
    ]
