import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('channels', '0001_initial'),
        ('sales', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_on', models.DateField(verbose_name='last day')),
                ('reason', models.CharField(choices=[('contract', 'The contract ended'), ('site_closed', 'The site itself closes'), ('no_sales', 'Too little was sold'), ('cost', 'It costs too much'), ('law', 'Law or trade rules of the country'), ('other', 'Other')], max_length=12, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='words to firms and operators')),
                ('closed_at', models.DateTimeField(verbose_name='recorded at')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mall', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='closing', to='channels.mall')),
            ],
            options={
                'ordering': ('-closed_on', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['contract', 'site_closed', 'no_sales', 'cost', 'law', 'other'])), name='closing_reason_known')],
            },
        ),
        migrations.CreateModel(
            name='UnsoldStock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fate', models.CharField(choices=[('returned', 'Returned to the firm'), ('disposed', 'Disposed of'), ('sold_off', 'Sold off')], max_length=8, verbose_name='what became of it')),
                ('pieces', models.PositiveIntegerField(verbose_name='pieces')),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock', to='malls.closing')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unsold', to='sales.listing')),
            ],
            options={
                'ordering': ('listing_id', 'fate'),
                'constraints': [models.CheckConstraint(condition=models.Q(('fate__in', ['returned', 'disposed', 'sold_off'])), name='unsold_stock_fate_known'), models.UniqueConstraint(fields=('listing', 'fate'), name='unsold_stock_once'), models.CheckConstraint(condition=models.Q(('pieces__gte', 1)), name='unsold_stock_pieces')],
            },
        ),
    ]
