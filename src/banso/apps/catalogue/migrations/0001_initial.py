import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('products', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='entry', serialize=False, to='products.product')),
                ('chapter', models.PositiveSmallIntegerField()),
                ('price_band', models.PositiveSmallIntegerField()),
                ('minimum_band', models.PositiveSmallIntegerField()),
                ('lead_band', models.PositiveSmallIntegerField()),
                ('temperature', models.PositiveSmallIntegerField()),
                ('certificates', models.BigIntegerField(default=0)),
                ('published_day', models.PositiveIntegerField()),
                ('answer_hours', models.IntegerField(default=-1)),
                ('lacks', models.BigIntegerField(default=-1)),
                ('maker', models.BigIntegerField(default=0)),
                ('lot', models.PositiveIntegerField()),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='products.category')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='entry', to='products.edition')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.region')),
            ],
            options={
                'ordering': ('product_id',),
            },
        ),
        migrations.CreateModel(
            name='Words',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to='catalogue.entry')),
                ('in_name', models.TextField()),
                ('in_text', models.TextField()),
            ],
            options={
                'ordering': ('entry_id',),
            },
        ),
        migrations.CreateModel(
            name='Meaning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('ja', models.CharField(max_length=200, verbose_name='in Japanese')),
                ('en', models.CharField(max_length=200, verbose_name='in English')),
                ('zh', models.CharField(max_length=200, verbose_name='in Chinese')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meanings', to='products.category')),
            ],
            options={
                'ordering': ('position', 'code'),
            },
        ),
    ]
