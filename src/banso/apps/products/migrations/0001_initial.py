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
            name='Allergen',
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
            name='CategoryGroup',
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
            name='CertificateKind',
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
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('name_zh', models.CharField(max_length=120, verbose_name='Chinese name')),
                ('is_food', models.BooleanField(default=False, verbose_name='food or drink')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='products.categorygroup', verbose_name='group')),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('article', models.CharField(max_length=40, verbose_name='article number')),
                ('state', models.CharField(choices=[('draft', 'Not published yet'), ('published', 'Published'), ('suspended', 'Suspended'), ('withdrawn', 'Withdrawn')], max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('begun_at', models.DateTimeField(verbose_name='begun at')),
                ('first_published_at', models.DateTimeField(blank=True, null=True, verbose_name='first published at')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goods', to='directory.firm')),
            ],
            options={
                'ordering': ('ref',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'suspended', 'withdrawn'])), name='product_state_known'), models.UniqueConstraint(fields=('firm', 'article'), name='product_article_once'), models.CheckConstraint(condition=models.Q(models.Q(('first_published_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('first_published_at__isnull', False)), ('state', 'withdrawn'), _connector='OR'), name='product_published_at')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='edition')),
                ('state', models.CharField(choices=[('written', 'Being written'), ('waiting', 'Waits for its review'), ('returned', 'Sent back with comments'), ('published', 'Published'), ('replaced', 'Replaced by a newer one'), ('dropped', 'Dropped')], max_length=10, verbose_name='state')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('hs_code', models.CharField(blank=True, max_length=9, verbose_name='HS code')),
                ('hs_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the nomenclature')),
                ('gtin', models.CharField(blank=True, max_length=14, verbose_name='GTIN')),
                ('price', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True, verbose_name='price')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('terms', models.CharField(blank=True, choices=[('EXW', 'EXW (ex works)'), ('FCA', 'FCA (free carrier)'), ('FOB', 'FOB (free on board)'), ('CIF', 'CIF (cost, insurance and freight)'), ('DAP', 'DAP (delivered at place)'), ('DDP', 'DDP (delivered duty paid)')], max_length=3, verbose_name='terms of delivery')),
                ('terms_place', models.CharField(blank=True, max_length=60, verbose_name='place of delivery')),
                ('price_unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                ('minimum_order', models.PositiveIntegerField(blank=True, null=True, verbose_name='minimum order')),
                ('lead_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lead time (days)')),
                ('shelf_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='shelf life (days)')),
                ('temperature', models.CharField(blank=True, choices=[('ambient', 'Ambient'), ('chilled', 'Chilled (0 to 10 °C)'), ('frozen', 'Frozen (-18 °C or below)')], max_length=8, verbose_name='temperature')),
                ('allergens_stated', models.BooleanField(default=False, verbose_name='allergens stated')),
                ('maker', models.CharField(blank=True, choices=[('firm', 'The firm itself'), ('consented', 'Another maker, who has agreed'), ('asked', 'Another maker, who has not agreed yet')], max_length=9, verbose_name='maker')),
                ('maker_name', models.CharField(blank=True, max_length=120, verbose_name='name of the maker')),
                ('stock', models.CharField(blank=True, choices=[('in_stock', 'In stock'), ('to_order', 'Made to order'), ('seasonal', 'In season only'), ('out', 'Out of stock')], max_length=8, verbose_name='stock')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('handed_in_at', models.DateTimeField(blank=True, null=True, verbose_name='handed in at')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed at')),
                ('allergens', models.ManyToManyField(blank=True, related_name='+', to='products.allergen')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='products.category')),
                ('handed_in_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='products.product')),
            ],
            options={
                'ordering': ('product_id', 'number'),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['written', 'waiting', 'returned', 'published', 'replaced', 'dropped'])), name='edition_state_known'), models.UniqueConstraint(fields=('product', 'number'), name='edition_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('product',), name='edition_published_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['written', 'waiting', 'returned'])), fields=('product',), name='edition_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('currency', ''), ('price__isnull', True)), models.Q(('price__gt', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='edition_price_with_currency'), models.CheckConstraint(condition=models.Q(models.Q(('hs_code', ''), ('hs_year__isnull', True)), models.Q(models.Q(('hs_code', ''), _negated=True), ('hs_year__isnull', False)), _connector='OR'), name='edition_hs_with_year'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), ('handed_in_by__isnull', True), models.Q(('reviewed_by', models.F('handed_in_by')), _negated=True), _connector='OR'), name='edition_reviewed_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(blank=True, max_length=40, verbose_name='field')),
                ('words', models.CharField(max_length=400, verbose_name='comment')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='products.edition')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='CertificateTold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expires_on', models.DateField()),
                ('days', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='products.certificatekind')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates_told', to='products.product')),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('product', 'kind', 'expires_on', 'days'), name='certificate_told_once')],
            },
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=7, verbose_name='language')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=2000, verbose_name='description')),
                ('ingredients', models.CharField(blank=True, max_length=2000, verbose_name='ingredients')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='products.edition')),
            ],
            options={
                'ordering': ('edition_id', 'language'),
                'constraints': [models.UniqueConstraint(fields=('edition', 'language'), name='text_language_once')],
            },
        ),
        migrations.CreateModel(
            name='ClosedMarket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('not_allowed', 'May not be sold there'), ('exclusive', 'An exclusive distributor holds it')], max_length=12, verbose_name='why')),
                ('until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closed_markets', to='products.edition')),
            ],
            options={
                'ordering': ('edition_id', 'market_id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('why__in', ['not_allowed', 'exclusive'])), name='closed_market_why_known'), models.UniqueConstraint(fields=('edition', 'market'), name='closed_market_once')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='products.certificatekind')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='products.edition')),
            ],
            options={
                'ordering': ('edition_id', 'kind_id'),
                'constraints': [models.UniqueConstraint(fields=('edition', 'kind'), name='certificate_once')],
            },
        ),
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('stored_name', models.CharField(max_length=32)),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('alt_ja', models.CharField(max_length=160, verbose_name='text for the picture (Japanese)')),
                ('alt_en', models.CharField(max_length=160, verbose_name='text for the picture (English)')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='images', to='products.edition')),
            ],
            options={
                'ordering': ('edition_id', 'position'),
                'constraints': [models.UniqueConstraint(fields=('edition', 'position'), name='image_position_once'), models.CheckConstraint(condition=models.Q(models.Q(('alt_ja', ''), _negated=True), models.Q(('alt_en', ''), _negated=True)), name='image_with_words')],
            },
        ),
    ]
