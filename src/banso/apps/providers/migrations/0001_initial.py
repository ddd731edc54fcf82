import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('directory', '0001_initial'),
        ('intake', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('state', models.CharField(choices=[('unconfirmed', 'Mail address not confirmed'), ('waiting', 'Waits for its review'), ('published', 'On the list'), ('refused', 'Not published'), ('replaced', 'Replaced by a newer one'), ('ended', 'Ended early')], max_length=12, verbose_name='state')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('email', models.EmailField(max_length=254, verbose_name='mail address')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='telephone')),
                ('offer', models.CharField(max_length=400, verbose_name='what is offered')),
                ('price_from', models.PositiveIntegerField(verbose_name='price from')),
                ('price_to', models.PositiveIntegerField(verbose_name='price to')),
                ('price_unit', models.CharField(choices=[('hour', 'per hour'), ('time', 'per time'), ('month', 'per month')], max_length=5, verbose_name='price for')),
                ('tie', models.CharField(choices=[('none', 'No tie to the organisation or its people'), ('organisation', 'Tied to the organisation'), ('person', 'Tied to a person of it')], max_length=12, verbose_name='conflict of interest')),
                ('tie_words', models.CharField(blank=True, max_length=200, verbose_name='what the tie is')),
                ('entered_at', models.DateTimeField(verbose_name='entered at')),
                ('confirm_digest', models.CharField(blank=True, max_length=64)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed at')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('listed_from', models.DateField(blank=True, null=True, verbose_name='listed from')),
                ('listed_to', models.DateField(blank=True, null=True, verbose_name='listed until')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('languages', models.ManyToManyField(blank=True, related_name='+', to='directory.language')),
                ('markets', models.ManyToManyField(blank=True, related_name='+', to='directory.market')),
                ('prefecture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.prefecture')),
                ('provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='directory.privateprovider')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('services', models.ManyToManyField(related_name='+', to='programmes.service')),
                ('subjects', models.ManyToManyField(related_name='+', to='intake.subject')),
            ],
            options={
                'ordering': ('ref',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['unconfirmed', 'waiting', 'published', 'refused', 'replaced', 'ended'])), name='listing_state_known'), models.CheckConstraint(condition=models.Q(('price_unit__in', ['hour', 'time', 'month'])), name='listing_unit_known'), models.CheckConstraint(condition=models.Q(('tie__in', ['none', 'organisation', 'person'])), name='listing_tie_known'), models.CheckConstraint(condition=models.Q(('price_from__gt', 0), ('price_to__gte', models.F('price_from'))), name='listing_price_range'), models.CheckConstraint(condition=models.Q(models.Q(('tie', 'none'), ('tie_words', '')), models.Q(models.Q(('tie', 'none'), _negated=True), models.Q(('tie_words', ''), _negated=True)), _connector='OR'), name='listing_tie_in_words'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), ('entered_by__isnull', True), models.Q(('reviewed_by', models.F('entered_by')), _negated=True), _connector='OR'), name='listing_reviewed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('listed_from__isnull', False), ('listed_to__gte', models.F('listed_from')), ('provider__isnull', False), ('reviewed_at__isnull', False)), _connector='OR'), name='listing_published_with_days'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('provider',), name='listing_published_once'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('provider',), name='listing_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='NeedLot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('need', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='provider_lot', to='intake.need')),
            ],
            options={
                'ordering': ('need_id',),
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_firm', models.BooleanField()),
                ('referred_at', models.DateTimeField()),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('listing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='providers.listing')),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='referral', to='intake.proposal')),
            ],
            options={
                'ordering': ('-referred_at', '-id'),
                'indexes': [models.Index(fields=['referred_at'], name='referral_by_moment')],
            },
        ),
        migrations.CreateModel(
            name='ProviderLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('change', 'Change of its own listing'), ('referral', 'What became of a referral')], max_length=10)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listing_links', to='directory.privateprovider')),
                ('referral', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='providers.referral')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['change', 'referral'])), name='provider_link_purpose_known'), models.CheckConstraint(condition=models.Q(models.Q(('purpose', 'referral'), ('referral__isnull', False)), models.Q(('purpose', 'change'), ('referral__isnull', True)), _connector='OR'), name='provider_link_about_its_purpose'), models.UniqueConstraint(condition=models.Q(('purpose', 'change'), ('revoked_at__isnull', True), ('used_at__isnull', True)), fields=('provider',), name='provider_link_one_to_change'), models.UniqueConstraint(condition=models.Q(('purpose', 'referral'), ('revoked_at__isnull', True), ('used_at__isnull', True)), fields=('referral',), name='provider_link_one_a_referral')],
            },
        ),
        migrations.CreateModel(
            name='OutcomeAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('firm', 'Firm'), ('provider', 'Provider')], max_length=8)),
                ('step', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('sent', models.BooleanField()),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='providers.referral')),
            ],
            options={
                'ordering': ('referral_id', 'side', 'step'),
                'constraints': [models.CheckConstraint(condition=models.Q(('side__in', ['firm', 'provider'])), name='outcome_ask_side_known'), models.UniqueConstraint(fields=('referral', 'side', 'step'), name='outcome_asked_once_a_step')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('firm', 'Firm'), ('provider', 'Provider')], max_length=8)),
                ('number', models.PositiveSmallIntegerField()),
                ('contact_made', models.BooleanField(verbose_name='contact made')),
                ('contract', models.CharField(blank=True, choices=[('made', 'Made'), ('none', 'Not made'), ('open', 'Not decided yet')], max_length=5, verbose_name='contract')),
                ('reason', models.CharField(blank=True, choices=[('price', 'The price did not suit'), ('scope', 'What was offered did not fit'), ('capacity', 'The provider had no time'), ('postponed', 'The firm put the matter off'), ('other_provider', 'Another provider was chosen'), ('public', 'Public support was chosen')], max_length=14, verbose_name='why none')),
                ('band', models.CharField(blank=True, choices=[('to_50k', 'Up to 50,000 yen'), ('to_100k', 'Over 50,000, up to 100,000 yen'), ('to_300k', 'Over 100,000, up to 300,000 yen'), ('to_1m', 'Over 300,000, up to 1,000,000 yen'), ('over_1m', 'Over 1,000,000 yen')], max_length=7, verbose_name='paid or agreed')),
                ('satisfied', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=6, verbose_name='satisfied')),
                ('reported_at', models.DateTimeField()),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.contact')),
                ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='providers.referral')),
            ],
            options={
                'ordering': ('referral_id', 'side', 'number'),
                'constraints': [models.CheckConstraint(condition=models.Q(('side__in', ['firm', 'provider'])), name='outcome_side_known'), models.UniqueConstraint(fields=('referral', 'side', 'number'), name='outcome_numbered'), models.CheckConstraint(condition=models.Q(models.Q(('contact_made', False), ('contract', ''), ('satisfied', '')), models.Q(('contact_made', True), ('contract__in', ['made', 'none', 'open']), ('satisfied__in', ['yes', 'partly', 'no'])), _connector='OR'), name='outcome_contract_after_contact'), models.CheckConstraint(condition=models.Q(models.Q(('contract', 'none'), ('reason__in', ['price', 'scope', 'capacity', 'postponed', 'other_provider', 'public'])), models.Q(models.Q(('contract', 'none'), _negated=True), ('reason', '')), _connector='OR'), name='outcome_reason_of_no_contract'), models.CheckConstraint(condition=models.Q(models.Q(('band__in', ['to_50k', 'to_100k', 'to_300k', 'to_1m', 'over_1m']), ('contract', 'made')), models.Q(models.Q(('contract', 'made'), _negated=True), ('band', '')), _connector='OR'), name='outcome_band_of_a_contract'), models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', True), ('reported_by__isnull', True), ('side', 'provider')), models.Q(('contact__isnull', True), ('reported_by__isnull', False), ('side', 'firm')), models.Q(('contact__isnull', False), ('reported_by__isnull', True), ('side', 'firm')), _connector='OR'), name='outcome_said_by_its_side')],
            },
        ),
    ]
