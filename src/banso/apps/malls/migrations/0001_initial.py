import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('channels', '0001_initial'),
        ('directory', '0001_initial'),
        ('products', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MallEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='edition')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('replaced', 'Replaced by a newer one'), ('dropped', 'Dropped')], max_length=9, verbose_name='state')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('operator', models.CharField(blank=True, max_length=120, verbose_name='company that runs it')),
                ('users', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='registered users')),
                ('users_on', models.DateField(blank=True, null=True, verbose_name='users counted on')),
                ('seller', models.CharField(blank=True, choices=[('buys', 'The mall buys the goods and sells them itself'), ('consignment', "The mall sells the firm's goods on consignment"), ('marketplace', 'The firm sells under its own name on the mall')], max_length=11, verbose_name='seller model')),
                ('logistics_words', models.CharField(blank=True, max_length=500, verbose_name='more on the way of goods')),
                ('papers_words', models.CharField(blank=True, max_length=500, verbose_name='more on papers')),
                ('contract_from', models.DateField(blank=True, null=True, verbose_name='contract from')),
                ('contract_to', models.DateField(blank=True, null=True, verbose_name='contract until')),
                ('words_ja', models.CharField(blank=True, max_length=1000, verbose_name='about the mall, in Japanese')),
                ('words_en', models.CharField(blank=True, max_length=1000, verbose_name='about the mall, in English')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('categories', models.ManyToManyField(blank=True, related_name='+', to='products.category')),
                ('countries', models.ManyToManyField(blank=True, related_name='+', to='directory.market')),
                ('languages', models.ManyToManyField(blank=True, related_name='+', to='directory.language')),
                ('mall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='channels.mall')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='in charge')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('mall_id', 'number'),
            },
        ),
        migrations.CreateModel(
            name='EntryPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('logistics', 'Way of goods'), ('papers', 'Papers and samples needed')], max_length=9, verbose_name='kind')),
                ('code', models.CharField(max_length=12, verbose_name='code')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='malls.mallentry')),
            ],
            options={
                'ordering': ('entry_id', 'pk'),
            },
        ),
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
        migrations.AddConstraint(
            model_name='mallentry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'replaced', 'dropped'])), name='mall_entry_state_known'),
        ),
        migrations.AddConstraint(
            model_name='mallentry',
            constraint=models.UniqueConstraint(fields=('mall', 'number'), name='mall_entry_number_once'),
        ),
        migrations.AddConstraint(
            model_name='mallentry',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('mall',), name='mall_entry_published_once'),
        ),
        migrations.AddConstraint(
            model_name='mallentry',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('mall',), name='mall_entry_draft_once'),
        ),
        migrations.AddConstraint(
            model_name='mallentry',
            constraint=models.CheckConstraint(condition=models.Q(('seller', ''), ('seller__in', ['buys', 'consignment', 'marketplace']), _connector='OR'), name='mall_entry_seller_known'),
        ),
        migrations.AddConstraint(
            model_name='mallentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('users__isnull', True), ('users_on__isnull', True)), models.Q(('users__isnull', False), ('users_on__isnull', False)), _connector='OR'), name='mall_entry_users_with_day'),
        ),
        migrations.AddConstraint(
            model_name='mallentry',
            constraint=models.CheckConstraint(condition=models.Q(('contract_to__isnull', True), ('contract_to__gte', models.F('contract_from')), _connector='OR'), name='mall_entry_contract_in_order'),
        ),
        migrations.AddConstraint(
            model_name='mallentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state__in', ['draft', 'dropped'])), models.Q(('published_at__isnull', False), ('state__in', ['published', 'replaced'])), _connector='OR'), name='mall_entry_published_at'),
        ),
        migrations.AddConstraint(
            model_name='entrypoint',
            constraint=models.UniqueConstraint(fields=('entry', 'kind', 'code'), name='entry_point_once'),
        ),
        migrations.AddConstraint(
            model_name='entrypoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__in', ['hub', 'abroad', 'parcel', 'trader', 'chilled']), ('kind', 'logistics')), models.Q(('code__in', ['label', 'ingredients', 'certificates', 'customs', 'origin', 'tests', 'samples', 'pictures']), ('kind', 'papers')), _connector='OR'), name='entry_point_known'),
        ),
    ]
