import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0001_initial'),
        ('products', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BuyerGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('name_zh', models.CharField(max_length=120, verbose_name='Chinese name')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BuyerCompany',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('name', models.CharField(max_length=120, verbose_name='company')),
                ('kind', models.CharField(choices=[('importer', 'Importer'), ('wholesaler', 'Wholesaler'), ('retailer', 'Retailer'), ('restaurant', 'Restaurant or hotel'), ('online', 'Online shop'), ('manufacturer', 'Manufacturer'), ('other', 'Other')], max_length=12, verbose_name='kind of business')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('zone', models.CharField(blank=True, max_length=40, verbose_name='time zone')),
                ('came_by', models.CharField(choices=[('office', 'Invited by an office'), ('event', 'Met at an event'), ('recommended', 'Recommended by a buyer')], max_length=12, verbose_name='how it came')),
                ('occasion', models.CharField(blank=True, max_length=120, verbose_name='event')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('state', models.CharField(choices=[('open', 'Open'), ('suspended', 'Suspended')], default='open', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('invited_at', models.DateTimeField(verbose_name='invited at')),
                ('interests', models.ManyToManyField(blank=True, related_name='+', to='products.category')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('languages', models.ManyToManyField(blank=True, related_name='+', to='directory.language')),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market', verbose_name='country')),
                ('markets', models.ManyToManyField(blank=True, related_name='+', to='directory.market')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='buyer_companies', to='directory.office', verbose_name='office')),
                ('groups', models.ManyToManyField(related_name='companies', to='buyers.buyergroup')),
            ],
            options={
                'ordering': ('ref',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'suspended'])), name='buyer_company_state_known'), models.CheckConstraint(condition=models.Q(('came_by__in', ['office', 'event', 'recommended'])), name='buyer_company_came_by_known'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='buyer_company_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('state', 'open')), models.Q(('state', 'suspended'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='buyer_company_suspended_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='GroupPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='buyers.buyergroup')),
                ('shown', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='products.categorygroup')),
            ],
            options={
                'ordering': ('position', 'code'),
            },
        ),
        migrations.CreateModel(
            name='MissedQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=80, verbose_name='words')),
                ('language', models.CharField(max_length=7, verbose_name='language')),
                ('day', models.DateField(verbose_name='day')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='times')),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market', verbose_name='market')),
            ],
            options={
                'ordering': ('-day', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('words', 'language', 'market', 'day'), name='missed_query_once')],
            },
        ),
        migrations.CreateModel(
            name='Buyer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', '中文'), ('ja', '日本語')], max_length=7, verbose_name='language')),
                ('joined_at', models.DateTimeField(blank=True, null=True, verbose_name='joined at')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='buyer', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='buyers', to='buyers.buyercompany')),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['en', 'zh-hans', 'ja'])), name='buyer_language_known')],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('company_name', models.CharField(max_length=120, verbose_name='company')),
                ('person', models.CharField(blank=True, max_length=80, verbose_name='name of the person')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                ('words', models.CharField(max_length=400, verbose_name='why')),
                ('state', models.CharField(choices=[('asked', 'Waits for staff'), ('approved', 'Invited'), ('refused', 'Not invited')], default='asked', max_length=8)),
                ('made_at', models.DateTimeField(verbose_name='recommended at')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='buyers.buyer')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendation', to='buyers.buyercompany')),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market', verbose_name='country')),
            ],
            options={
                'ordering': ('-made_at', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'approved', 'refused'])), name='recommendation_state_known'), models.CheckConstraint(condition=models.Q(('state', 'asked'), models.Q(('email', ''), ('person', '')), _connector='OR'), name='recommendation_person_forgotten'), models.CheckConstraint(condition=models.Q(models.Q(('invited__isnull', False), ('state', 'approved')), models.Q(models.Q(('state', 'approved'), _negated=True), ('invited__isnull', True)), _connector='OR'), name='recommendation_approved_with_company')],
            },
        ),
    ]
