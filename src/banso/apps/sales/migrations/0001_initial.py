import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('casework', '0001_initial'),
        ('channels', '0001_initial'),
        ('directory', '0001_initial'),
        ('products', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('theme', models.CharField(max_length=120, verbose_name='theme')),
                ('theme_en', models.CharField(max_length=120, verbose_name='theme in English')),
                ('text', models.CharField(blank=True, max_length=2000, verbose_name='what it is about')),
                ('places', models.PositiveSmallIntegerField(verbose_name='places')),
                ('offers_from', models.DateField(verbose_name='first day to offer')),
                ('offers_to', models.DateField(verbose_name='last day to offer')),
                ('runs_from', models.DateField(verbose_name='runs from')),
                ('runs_to', models.DateField(verbose_name='runs until')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('picking', 'Picking'), ('closed', 'Closed')], max_length=8, verbose_name='state')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('categories', models.ManyToManyField(blank=True, related_name='+', to='products.category')),
                ('mall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='channels.mall', verbose_name='mall')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-offers_from', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('state', models.CharField(choices=[('offered', 'Offered'), ('picked', 'Picked'), ('ordered', 'Ordered'), ('listed', 'On sale'), ('paused', 'Off sale for now'), ('ended', 'Ended'), ('declined', 'Declined')], max_length=10, verbose_name='state')),
                ('offered_on', models.DateField(verbose_name='offered on')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='answered on')),
                ('ordered_on', models.DateField(blank=True, null=True, verbose_name='ordered on')),
                ('listed_on', models.DateField(blank=True, null=True, verbose_name='on sale since')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('reason', models.CharField(blank=True, max_length=20, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=400, verbose_name='words to the firm')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='sales.campaign', verbose_name='campaign')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='casework.case')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='channels.channel')),
                ('mall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='channels.mall')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='products.product')),
            ],
            options={
                'ordering': ('-offered_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('asin', 'ASIN'), ('sku', 'SKU'), ('gtin', 'JAN / EAN / UPC'), ('other', 'Another code of the site')], max_length=5, verbose_name='kind')),
                ('code', models.CharField(max_length=60, verbose_name='identifier on the site')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('mall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.mall')),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market', verbose_name='marketplace')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='sales.listing')),
            ],
            options={
                'ordering': ('listing_id', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ListingCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, choices=[('long', 'Longer than the site takes'), ('language', 'Not in the language of the site'), ('claims', 'Claims that cannot be shown')], max_length=10, verbose_name='title and description')),
                ('pictures', models.CharField(blank=True, choices=[('missing', 'Too few pictures'), ('small', 'Too small or not sharp'), ('rights', 'Rights not settled')], max_length=10, verbose_name='pictures')),
                ('label', models.CharField(blank=True, choices=[('missing', 'No picture of the label'), ('language', 'Not in the language of the market'), ('content', 'Ingredients, allergens or warnings missing')], max_length=10, verbose_name='label')),
                ('price', models.CharField(blank=True, choices=[('currency', "Another currency than the site's"), ('differs', 'Differs from what the firm published'), ('shipping', 'Shipping or tax not stated')], max_length=10, verbose_name='price')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='remark on the page')),
                ('checked_at', models.DateTimeField(verbose_name='time of the look')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='sales.listing')),
            ],
            options={
                'ordering': ('-checked_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='MonthCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='month')),
                ('kind', models.CharField(choices=[('running', 'Running the corner'), ('fees', 'Fees of the site'), ('promotion', 'Promotion'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('yen', models.PositiveBigIntegerField(verbose_name='yen')),
                ('kept_at', models.DateTimeField(verbose_name='stored')),
                ('channel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='channels.channel', verbose_name='sales channel')),
                ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='channels.mall', verbose_name='mall')),
            ],
            options={
                'ordering': ('mall_id', 'month', 'kind'),
            },
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='month')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=16, verbose_name='amount')),
                ('paid_on', models.DateField(verbose_name='paid on')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='reference of the payment')),
                ('marked_at', models.DateTimeField(verbose_name='marked at')),
                ('voided', models.CharField(blank=True, choices=[('missing', 'The firm says that it did not arrive'), ('mistake', 'Marked by mistake')], max_length=7, verbose_name='voided')),
                ('voided_on', models.DateField(blank=True, null=True, verbose_name='voided on')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel', verbose_name='sales channel')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='directory.firm', verbose_name='firm')),
                ('mall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='channels.mall', verbose_name='mall')),
                ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('paid_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('stars', models.DecimalField(decimal_places=2, max_digits=3, validators=[django.core.validators.MaxValueValidator(5)], verbose_name='stars')),
                ('reviews', models.PositiveIntegerField(verbose_name='reviews')),
                ('file', models.CharField(max_length=64)),
                ('stored_at', models.DateTimeField(verbose_name='stored at')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='sales.listing')),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('listing_id', 'day'),
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='id of the review')),
                ('day', models.DateField(verbose_name='day')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='stars')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('file', models.CharField(max_length=64)),
                ('stored_at', models.DateTimeField(verbose_name='stored at')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='sales.listing')),
                ('mall', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.mall')),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market', verbose_name='marketplace')),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-day', '-id'),
            },
        ),
        migrations.CreateModel(
            name='SalesLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sales', 'Sales and returns'), ('ratings', 'Ratings'), ('reviews', 'Reviews'), ('stock', 'Stock')], max_length=7, verbose_name='what it holds')),
                ('columns', models.JSONField()),
                ('kept_at', models.DateTimeField(verbose_name='stored')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mall', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.mall')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='SalesReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('digest', models.CharField(max_length=64)),
                ('first_month', models.DateField(verbose_name='first month')),
                ('last_month', models.DateField(verbose_name='last month')),
                ('lines_count', models.PositiveIntegerField(verbose_name='lines')),
                ('stored_at', models.DateTimeField(verbose_name='stored at')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='channels.channel', verbose_name='sales channel')),
                ('mall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='channels.mall', verbose_name='mall')),
                ('stored_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stored by')),
            ],
            options={
                'ordering': ('-stored_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='SalesLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='row')),
                ('key', models.UUIDField(unique=True)),
                ('product_key', models.CharField(max_length=60, verbose_name='product in the report')),
                ('order_number', models.CharField(blank=True, max_length=60, verbose_name='order number')),
                ('month', models.DateField(verbose_name='month')),
                ('day', models.DateField(blank=True, null=True, verbose_name='day')),
                ('kind', models.CharField(choices=[('sale', 'Sale'), ('return', 'Return'), ('fee', 'Fee')], max_length=6, verbose_name='kind')),
                ('quantity', models.IntegerField(verbose_name='quantity')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=16, verbose_name='amount')),
                ('amount_yen', models.BigIntegerField(blank=True, null=True, verbose_name='amount (yen)')),
                ('sample', models.BooleanField(default=False, verbose_name='sample')),
                ('repeat', models.BooleanField(blank=True, null=True, verbose_name='bought again')),
                ('set_aside', models.CharField(blank=True, choices=[('not_ours', 'Not a product of a supported firm'), ('test', 'A trial booking of the site'), ('wrong', 'A mistake of the report')], max_length=10, verbose_name='set aside')),
                ('listing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='sales.listing')),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.market', verbose_name='market')),
                ('result', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sales_line', to='casework.exportresult')),
                ('takes_back', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='sales.salesline')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='sales.salesreport')),
            ],
            options={
                'ordering': ('report_id', 'row'),
            },
        ),
        migrations.CreateModel(
            name='ReportedMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='month')),
                ('adds', models.BooleanField(default=False)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('mall', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.mall')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='months', to='sales.salesreport')),
            ],
            options={
                'ordering': ('month', 'id'),
            },
        ),
        migrations.CreateModel(
            name='SentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('kind', models.CharField(choices=[('sales', 'Sales and returns'), ('ratings', 'Ratings'), ('reviews', 'Reviews'), ('stock', 'Stock')], max_length=7, verbose_name='what it holds')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('file', models.FileField(blank=True, upload_to='sales/')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('adds', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('checking', 'Being checked'), ('faulty', 'Has errors'), ('checked', 'Checked, not stored yet'), ('storing', 'Being stored'), ('stored', 'Stored'), ('cancelled', 'Cancelled'), ('broken', 'Stopped by a fault of the system')], max_length=9, verbose_name='state')),
                ('outcome', models.JSONField(default=dict)),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('mall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.mall')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-sent_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='SiteTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='in force from')),
                ('commission', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='commission in per cent')),
                ('pays_after', models.PositiveSmallIntegerField(verbose_name="days after the month's end until payment")),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('channel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='channels.channel', verbose_name='sales channel')),
                ('mall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='channels.mall', verbose_name='mall')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ],
            options={
                'ordering': ('-since', '-id'),
            },
        ),
        migrations.CreateModel(
            name='SiteFee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('per', models.CharField(choices=[('month', 'Month of the corner'), ('listing', 'Product sold in the month'), ('sale', 'Sale')], max_length=7, verbose_name='taken for each')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('terms', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='sales.siteterms')),
            ],
            options={
                'ordering': ('terms_id', 'id'),
            },
        ),
        migrations.CreateModel(
            name='StockEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('kind', models.CharField(choices=[('sent_in', 'Sent in'), ('counted', 'Counted'), ('returned', 'Returned to the firm'), ('sold_off', 'Sold off'), ('given_away', 'Given away'), ('destroyed', 'Destroyed')], max_length=10, verbose_name='kind')),
                ('pieces', models.PositiveIntegerField(verbose_name='pieces')),
                ('cost', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True, verbose_name='cost')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock', to='sales.listing')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('listing_id', 'day', 'id'),
            },
        ),
        migrations.CreateModel(
            name='StockLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField()),
                ('days', models.PositiveSmallIntegerField(verbose_name='days')),
                ('channel', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='stock_limit', to='channels.channel')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.AddIndex(
            model_name='campaign',
            index=models.Index(fields=['state', 'offers_to'], name='campaign_state_offers'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'picking', 'closed'])), name='campaign_state_known'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='campaign_has_places'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('offers_to__gte', models.F('offers_from'))), name='campaign_offers_in_order'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('runs_to__gte', models.F('runs_from')), ('runs_to__gte', models.F('offers_from'))), name='campaign_runs_in_order'),
        ),
        migrations.AddIndex(
            model_name='listing',
            index=models.Index(fields=['mall', 'state'], name='listing_mall_state'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'picked', 'ordered', 'listed', 'paused', 'ended', 'declined'])), name='sales_listing_state_known'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.UniqueConstraint(condition=models.Q(('mall__isnull', False), ('state__in', ('offered', 'picked', 'ordered', 'listed', 'paused'))), fields=('product', 'mall'), name='listing_open_once_a_mall'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.UniqueConstraint(condition=models.Q(('mall__isnull', True), ('state__in', ('offered', 'picked', 'ordered', 'listed', 'paused'))), fields=('product', 'channel'), name='listing_open_once_a_store'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason__in', ['price', 'minimum_order', 'regulation', 'label', 'shelf_life', 'delivery', 'theme', 'range_full', 'mall_closed', 'other']), ('state', 'declined')), models.Q(('reason__in', ['certificate', 'suspended']), ('state', 'paused')), models.Q(('reason__in', ['season', 'not_sold', 'no_stock', 'firm', 'product', 'mall_closed', 'other']), ('state', 'ended')), models.Q(models.Q(('state__in', ['declined', 'paused', 'ended']), _negated=True), ('reason', '')), _connector='OR'), name='listing_closed_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', True), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('answered_on__gte', models.F('offered_on'))), _connector='OR'), name='listing_answered_on'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), ('state', 'declined'), _connector='OR'), name='listing_words_of_declined'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['listed', 'paused']), _negated=True), ('listed_on__isnull', False), _connector='OR'), name='listing_listed_on'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='listing_ended_on'),
        ),
        migrations.AddConstraint(
            model_name='identifier',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['asin', 'sku', 'gtin', 'other'])), name='identifier_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='identifier',
            constraint=models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='identifier_has_code'),
        ),
        migrations.AddConstraint(
            model_name='identifier',
            constraint=models.UniqueConstraint(fields=('listing', 'market', 'kind'), name='identifier_once_a_listing'),
        ),
        migrations.AddConstraint(
            model_name='identifier',
            constraint=models.UniqueConstraint(models.F('mall'), models.F('market'), django.db.models.functions.text.Lower('code'), condition=models.Q(('mall__isnull', False), ('until__isnull', True)), name='identifier_once_a_mall'),
        ),
        migrations.AddConstraint(
            model_name='identifier',
            constraint=models.UniqueConstraint(models.F('channel'), models.F('market'), django.db.models.functions.text.Lower('code'), condition=models.Q(('mall__isnull', True), ('until__isnull', True)), name='identifier_once_a_store'),
        ),
        migrations.AddConstraint(
            model_name='listingcheck',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), ('title__in', ['long', 'language', 'claims']), _connector='OR'), name='listing_check_title_known'),
        ),
        migrations.AddConstraint(
            model_name='listingcheck',
            constraint=models.CheckConstraint(condition=models.Q(('pictures', ''), ('pictures__in', ['missing', 'small', 'rights']), _connector='OR'), name='listing_check_pictures_known'),
        ),
        migrations.AddConstraint(
            model_name='listingcheck',
            constraint=models.CheckConstraint(condition=models.Q(('label', ''), ('label__in', ['missing', 'language', 'content']), _connector='OR'), name='listing_check_label_known'),
        ),
        migrations.AddConstraint(
            model_name='listingcheck',
            constraint=models.CheckConstraint(condition=models.Q(('price', ''), ('price__in', ['currency', 'differs', 'shipping']), _connector='OR'), name='listing_check_price_known'),
        ),
        migrations.AddConstraint(
            model_name='monthcost',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['running', 'fees', 'promotion', 'other'])), name='month_cost_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='monthcost',
            constraint=models.UniqueConstraint(fields=('mall', 'month', 'kind'), name='month_cost_once'),
        ),
        migrations.AddConstraint(
            model_name='monthcost',
            constraint=models.UniqueConstraint(fields=('channel', 'month', 'kind'), name='month_cost_once_a_channel'),
        ),
        migrations.AddConstraint(
            model_name='monthcost',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel__isnull', True), ('mall__isnull', False)), models.Q(('channel__isnull', False), ('mall__isnull', True)), _connector='OR'), name='month_cost_of_mall_or_channel'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(fields=['firm', 'month'], name='payout_firm_month'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided', ''), ('voided_on__isnull', True)), models.Q(('voided__in', ['missing', 'mistake']), ('voided_on__isnull', False)), _connector='OR'), name='payout_voided_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='payout_of_something'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(fields=('listing', 'day'), name='rating_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('stars__gte', 0), ('stars__lte', 5)), name='rating_of_five'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['listing', '-day'], name='review_listing_day'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='review_of_five'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('mall__isnull', False)), fields=('mall', 'code'), name='review_once_a_mall'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('mall__isnull', True)), fields=('channel', 'code'), name='review_once_a_store'),
        ),
        migrations.AddConstraint(
            model_name='saleslayout',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sales', 'ratings', 'reviews', 'stock'])), name='sales_layout_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='saleslayout',
            constraint=models.UniqueConstraint(condition=models.Q(('mall__isnull', False)), fields=('mall', 'kind'), name='sales_layout_once_a_mall'),
        ),
        migrations.AddConstraint(
            model_name='saleslayout',
            constraint=models.UniqueConstraint(condition=models.Q(('mall__isnull', True)), fields=('channel', 'kind'), name='sales_layout_once_a_channel'),
        ),
        migrations.AddConstraint(
            model_name='salesreport',
            constraint=models.UniqueConstraint(condition=models.Q(('mall__isnull', False)), fields=('mall', 'digest'), name='sales_report_once_a_mall'),
        ),
        migrations.AddConstraint(
            model_name='salesreport',
            constraint=models.UniqueConstraint(condition=models.Q(('mall__isnull', True)), fields=('channel', 'digest'), name='sales_report_once'),
        ),
        migrations.AddIndex(
            model_name='salesline',
            index=models.Index(fields=['listing', 'month'], name='sales_line_listing_month'),
        ),
        migrations.AddConstraint(
            model_name='salesline',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sale', 'return', 'fee'])), name='sales_line_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='salesline',
            constraint=models.UniqueConstraint(fields=('report', 'row'), name='sales_line_row_once'),
        ),
        migrations.AddConstraint(
            model_name='salesline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gte', 0), ('kind', 'sale'), ('quantity__gte', 0)), models.Q(('amount__lte', 0), ('kind__in', ['return', 'fee']), ('quantity__lte', 0)), _connector='OR'), name='sales_line_sign'),
        ),
        migrations.AddConstraint(
            model_name='salesline',
            constraint=models.CheckConstraint(condition=models.Q(('set_aside', ''), models.Q(('listing__isnull', True), ('set_aside__in', ['not_ours', 'test', 'wrong'])), _connector='OR'), name='sales_line_set_aside_has_no_listing'),
        ),
        migrations.AddConstraint(
            model_name='salesline',
            constraint=models.CheckConstraint(condition=models.Q(('result__isnull', True), models.Q(('kind', 'sale'), ('listing__isnull', False)), _connector='OR'), name='sales_line_result_of_a_sale'),
        ),
        migrations.AddConstraint(
            model_name='salesline',
            constraint=models.CheckConstraint(condition=models.Q(('takes_back__isnull', True), ('kind', 'return'), _connector='OR'), name='sales_line_return_takes_back'),
        ),
        migrations.AddConstraint(
            model_name='reportedmonth',
            constraint=models.UniqueConstraint(condition=models.Q(('adds', False), ('mall__isnull', False)), fields=('mall', 'month'), name='month_reported_once_a_mall'),
        ),
        migrations.AddConstraint(
            model_name='reportedmonth',
            constraint=models.UniqueConstraint(condition=models.Q(('adds', False), ('mall__isnull', True)), fields=('channel', 'month'), name='month_reported_once'),
        ),
        migrations.AddConstraint(
            model_name='sentfile',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'faulty', 'checked', 'storing', 'stored', 'cancelled', 'broken'])), name='sent_file_state_known'),
        ),
        migrations.AddConstraint(
            model_name='sentfile',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sales', 'ratings', 'reviews', 'stock'])), name='sent_file_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='sentfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ['checking', 'faulty', 'checked', 'storing'])), models.Q(models.Q(('state__in', ['checking', 'faulty', 'checked', 'storing']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='sent_file_ended_at'),
        ),
        migrations.AddConstraint(
            model_name='siteterms',
            constraint=models.UniqueConstraint(fields=('mall', 'since'), name='site_terms_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='siteterms',
            constraint=models.UniqueConstraint(fields=('channel', 'since'), name='site_terms_once_a_day_of_channel'),
        ),
        migrations.AddConstraint(
            model_name='siteterms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel__isnull', True), ('mall__isnull', False)), models.Q(('channel__isnull', False), ('mall__isnull', True)), _connector='OR'), name='site_terms_of_mall_or_channel'),
        ),
        migrations.AddConstraint(
            model_name='siteterms',
            constraint=models.CheckConstraint(condition=models.Q(('commission__gte', 0), ('commission__lte', 100)), name='site_terms_commission_of_hundred'),
        ),
        migrations.AddConstraint(
            model_name='sitefee',
            constraint=models.CheckConstraint(condition=models.Q(('per__in', ['month', 'listing', 'sale'])), name='site_fee_per_known'),
        ),
        migrations.AddConstraint(
            model_name='sitefee',
            constraint=models.UniqueConstraint(fields=('terms', 'per'), name='site_fee_once'),
        ),
        migrations.AddConstraint(
            model_name='sitefee',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='site_fee_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='stockentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sent_in', 'counted', 'returned', 'sold_off', 'given_away', 'destroyed'])), name='stock_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='stockentry',
            constraint=models.UniqueConstraint(fields=('listing', 'day', 'kind'), name='stock_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='stockentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'counted'), ('pieces__gte', 1), _connector='OR'), name='stock_pieces'),
        ),
        migrations.AddConstraint(
            model_name='stockentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cost__isnull', True), ('currency', '')), models.Q(('cost__gte', 0), ('kind__in', ['returned', 'sold_off', 'given_away', 'destroyed']), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='stock_cost_of_disposal'),
        ),
        migrations.AddConstraint(
            model_name='stocklimit',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='stock_limit_days'),
        ),
    ]
