import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('buyers', '0001_initial'),
        ('channels', '0001_initial'),
        ('directory', '0002_subjects'),
        ('documents', '0001_initial'),
        ('products', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outcome',
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
            name='SilenceStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('working_days', models.PositiveSmallIntegerField(unique=True)),
                ('tells_office', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ('working_days',),
            },
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('state', models.CharField(choices=[('open', 'Waits for the maker'), ('answered', 'Answered'), ('closed', 'Closed'), ('ended', 'Ended by the office')], default='open', max_length=8, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('waiting_since', models.DateTimeField(blank=True, null=True)),
                ('first_answer_at', models.DateTimeField(blank=True, null=True, verbose_name='first answer')),
                ('last_word_at', models.DateTimeField(verbose_name='last word')),
                ('last_side', models.CharField(choices=[('buyer', 'Buyer'), ('firm', 'Maker'), ('staff', 'Office')], max_length=5)),
                ('words', models.PositiveIntegerField(default=0)),
                ('buyer_seen', models.PositiveIntegerField(default=0)),
                ('firm_seen', models.PositiveIntegerField(default=0)),
                ('outcome_side', models.CharField(blank=True, choices=[('buyer', 'Buyer'), ('firm', 'Maker'), ('staff', 'Office')], max_length=5)),
                ('outcome_words', models.CharField(blank=True, max_length=400, verbose_name='in words')),
                ('outcome_at', models.DateTimeField(blank=True, null=True)),
                ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='buyers.buyer')),
                ('channel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.channel')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='buyers.buyercompany')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='products.product')),
                ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiries.outcome', verbose_name='outcome')),
            ],
            options={
                'ordering': ('-last_word_at', '-pk'),
                'indexes': [models.Index(fields=['company', '-last_word_at'], name='inquiry_of_company'), models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['waiting_since'], name='inquiry_waits')],
                'constraints': [models.UniqueConstraint(fields=('product', 'company'), name='inquiry_once_a_product'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'answered', 'closed', 'ended'])), name='inquiry_state_known'), models.CheckConstraint(condition=models.Q(('last_side__in', ['buyer', 'firm', 'staff'])), name='inquiry_last_side_known'), models.CheckConstraint(condition=models.Q(('buyer_seen__lte', models.F('words')), ('firm_seen__lte', models.F('words'))), name='inquiry_seen'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), ('waiting_since__isnull', False)), models.Q(models.Q(('state', 'open'), _negated=True), ('waiting_since__isnull', True)), _connector='OR'), name='inquiry_waits_while_open'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), ('first_answer_at__isnull', False), _connector='OR'), name='inquiry_answered_once'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__isnull', True), ('outcome_at__isnull', True), ('outcome_side', '')), models.Q(('outcome__isnull', False), ('outcome_at__isnull', False), models.Q(('outcome_side', ''), _negated=True)), _connector='OR'), name='inquiry_outcome_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('side', models.CharField(choices=[('buyer', 'Buyer'), ('firm', 'Maker'), ('staff', 'Office')], max_length=5)),
                ('at', models.DateTimeField()),
                ('language', models.CharField(max_length=7, verbose_name='language')),
                ('text', models.TextField(verbose_name='message')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='inquiries.inquiry')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('inquiry', 'number'),
                'constraints': [models.CheckConstraint(condition=models.Q(('side__in', ['buyer', 'firm', 'staff'])), name='inquiry_message_side_known'), models.UniqueConstraint(fields=('inquiry', 'number'), name='inquiry_message_number')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sent_with', to='documents.document')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='inquiries.message')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='MessageTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='retired on')),
                ('name_zh', models.CharField(max_length=120, verbose_name='Chinese name')),
                ('side', models.CharField(choices=[('buyer', 'Buyer'), ('firm', 'Maker'), ('staff', 'Office')], max_length=5)),
                ('text_ja', models.TextField()),
                ('text_en', models.TextField()),
                ('text_zh', models.TextField()),
            ],
            options={
                'ordering': ('position', 'code'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('side__in', ['buyer', 'firm', 'staff'])), name='message_template_side_known')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('buyer', 'Buyer'), ('firm', 'Maker'), ('staff', 'Office')], max_length=5)),
                ('reason', models.CharField(choices=[('advertising', 'Advertising or mass mail'), ('offensive', 'Insults or harassment'), ('fraud', 'Suspicion of fraud'), ('no_business', 'No business purpose'), ('other', 'Another reason')], max_length=12, verbose_name='reason')),
                ('words', models.TextField(max_length=1000, verbose_name='what happened')),
                ('reported_at', models.DateTimeField(verbose_name='reported at')),
                ('state', models.CharField(choices=[('open', 'Waits for the office'), ('dismissed', 'No abuse found'), ('ended', 'Conversation ended'), ('suspended', 'Buyer suspended')], default='open', max_length=9, verbose_name='state')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='inquiries.inquiry')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-reported_at', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'dismissed', 'ended', 'suspended'])), name='inquiry_report_state_known'), models.CheckConstraint(condition=models.Q(('side__in', ['buyer', 'firm', 'staff'])), name='inquiry_report_side_known'), models.CheckConstraint(condition=models.Q(('reason__in', ['advertising', 'offensive', 'fraud', 'no_business', 'other'])), name='inquiry_report_reason_known'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('inquiry', 'side'), name='inquiry_report_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='inquiry_report_decided_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Asked for'), ('agreed', 'Agreed'), ('declined', 'Declined'), ('sent', 'On its way'), ('arrived', 'Arrived')], default='asked', max_length=8, verbose_name='state')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('address', models.TextField(max_length=400, verbose_name='address of delivery')),
                ('freight', models.CharField(choices=[('maker', 'The maker'), ('buyer', 'The buyer')], max_length=5, verbose_name='who pays the freight')),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('refusal', models.CharField(blank=True, choices=[('stock', 'None in stock'), ('cost', 'Too costly for us'), ('rules', 'May not be sent there'), ('other', 'Another reason')], max_length=5, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=400, verbose_name='in words')),
                ('carrier', models.CharField(blank=True, max_length=60, verbose_name='carrier')),
                ('tracking', models.CharField(blank=True, max_length=60, verbose_name='tracking number')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent on')),
                ('arrived_at', models.DateTimeField(blank=True, null=True)),
                ('verdict', models.CharField(blank=True, max_length=400, verbose_name='what you think of it')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='inquiries.inquiry')),
            ],
            options={
                'ordering': ('-asked_at', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'agreed', 'declined', 'sent', 'arrived'])), name='sample_state_known'), models.CheckConstraint(condition=models.Q(('freight__in', ['maker', 'buyer'])), name='sample_freight_known'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='sample_of_something'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'agreed', 'sent'])), fields=('inquiry',), name='sample_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), models.Q(('refusal', ''), _negated=True)), models.Q(models.Q(('state', 'declined'), _negated=True), ('refusal', '')), _connector='OR'), name='sample_declined_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('sent_on__isnull', True), ('state__in', ['asked', 'agreed', 'declined'])), models.Q(('sent_on__isnull', False), ('state__in', ['sent', 'arrived']), models.Q(('carrier', ''), _negated=True)), _connector='OR'), name='sample_sent_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('arrived_at__isnull', False), ('state', 'arrived')), models.Q(models.Q(('state', 'arrived'), _negated=True), ('arrived_at__isnull', True)), _connector='OR'), name='sample_arrived_has_moment')],
            },
        ),
    ]
