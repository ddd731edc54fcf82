import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('casework', '0001_initial'),
        ('directory', '0002_subjects'),
        ('programmes', '0001_initial'),
        ('selection', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Issuer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('in_force_from', models.DateField(unique=True, verbose_name='in force from')),
                ('name_ja', models.CharField(max_length=120, verbose_name='Japanese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('address_ja', models.CharField(max_length=200, verbose_name='Japanese address')),
                ('address_en', models.CharField(max_length=200, verbose_name='English address')),
                ('registration_number', models.CharField(max_length=14, verbose_name='registration number')),
                ('bank_ja', models.CharField(max_length=200, verbose_name='account in Japanese')),
                ('bank_en', models.CharField(max_length=200, verbose_name='account in English')),
            ],
            options={
                'ordering': ('in_force_from',),
            },
        ),
        migrations.CreateModel(
            name='TermsText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='version')),
                ('in_force_from', models.DateField(unique=True, verbose_name='in force from')),
                ('payment_days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='days to pay')),
                ('text_ja', models.TextField(max_length=8000, verbose_name='Japanese text')),
                ('text_en', models.TextField(max_length=8000, verbose_name='English text')),
            ],
            options={
                'ordering': ('in_force_from',),
            },
        ),
        migrations.CreateModel(
            name='BankFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('stored_at', models.DateTimeField(verbose_name='stored')),
                ('stored_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-stored_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='BankLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name of the bank')),
                ('day', models.CharField(max_length=60, verbose_name='column of the day')),
                ('yen', models.CharField(max_length=60, verbose_name='amount paid in')),
                ('payer', models.CharField(max_length=60, verbose_name='payer')),
                ('text', models.CharField(blank=True, max_length=60, verbose_name='text of the bank')),
                ('kept_at', models.DateTimeField(null=True, verbose_name='stored')),
                ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('booked_on', models.DateField(verbose_name='booked')),
                ('yen', models.PositiveIntegerField(verbose_name='amount')),
                ('payer', models.CharField(max_length=120, verbose_name='payer')),
                ('text', models.CharField(blank=True, max_length=200, verbose_name='text of the bank')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='fees.bankfile')),
            ],
            options={
                'ordering': ('file', 'number'),
                'constraints': [models.UniqueConstraint(fields=('file', 'number'), name='bank_line_once')],
            },
        ),
        migrations.CreateModel(
            name='CostRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('expert', 'Hours of experts'), ('staff', 'Hours of staff'), ('unit', 'Listings'), ('overhead', 'Overhead')], max_length=10, verbose_name='part of the cost')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('usual', models.DecimalField(decimal_places=2, max_digits=6, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='usually')),
                ('yen', models.PositiveIntegerField(null=True, verbose_name='yen for one')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='percent')),
                ('basis', models.CharField(choices=[('assumption', 'Assumption'), ('contract', 'Contract'), ('accounts', 'Settled accounts')], default='assumption', max_length=12, verbose_name='rests on')),
                ('tax_kind', models.CharField(choices=[('standard', 'Standard rate'), ('reduced', 'Reduced rate'), ('outside', 'Outside the scope')], default='standard', max_length=10, verbose_name='tax')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cost_rates', to='programmes.service')),
            ],
            options={
                'ordering': ('service_id', 'part', 'in_force_from'),
                'constraints': [models.CheckConstraint(condition=models.Q(('part__in', ['expert', 'staff', 'unit', 'overhead'])), name='cost_rate_part_known'), models.CheckConstraint(condition=models.Q(('basis__in', ['assumption', 'contract', 'accounts'])), name='cost_rate_basis_known'), models.CheckConstraint(condition=models.Q(('tax_kind__in', ['standard', 'reduced', 'outside'])), name='cost_rate_tax_kind_known'), models.UniqueConstraint(fields=('service', 'part', 'in_force_from'), name='cost_rate_once_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('part', 'overhead'), ('percent__gte', 0), ('percent__lte', 100), ('usual', None), ('yen', None)), models.Q(('part', 'unit'), ('percent', None), ('usual__gte', 0), ('yen__gte', 0)), models.Q(('part__in', ['expert', 'staff']), ('percent', None), ('usual__gte', 0), ('yen', None)), _connector='OR'), name='cost_rate_says_what_its_part_needs')],
            },
        ),
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='revision')),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('offered', 'Waits for the firm'), ('accepted', 'Accepted'), ('started', 'Service started'), ('invoiced', 'Invoiced'), ('declined', 'Declined'), ('replaced', 'Replaced by a later one'), ('withdrawn', 'Withdrawn'), ('cancelled', 'Cancelled after it was accepted')], max_length=10, verbose_name='state')),
                ('service_starts_on', models.DateField(verbose_name='service starts')),
                ('valid_until', models.DateField(null=True, verbose_name='valid until')),
                ('expert_hours', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='hours of experts')),
                ('staff_hours', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='staff hours')),
                ('units', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='listings')),
                ('extra_discount', models.PositiveIntegerField(default=0, verbose_name='discount by the office')),
                ('by_stage', models.BooleanField(default=False, verbose_name='paid by stage')),
                ('success_share', models.DecimalField(decimal_places=7, max_digits=8, null=True, verbose_name='share of exports')),
                ('success_cap_yen', models.PositiveIntegerField(null=True, verbose_name='cap on the share of exports')),
                ('success_until', models.DateField(null=True, verbose_name='share of exports until')),
                ('frozen', models.JSONField()),
                ('net', models.PositiveIntegerField(verbose_name='price before discount')),
                ('subtotal', models.PositiveIntegerField(verbose_name='price before tax')),
                ('tax', models.PositiveIntegerField(verbose_name='consumption tax')),
                ('total', models.PositiveIntegerField(verbose_name='price with tax')),
                ('terms_digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('offered_at', models.DateTimeField(null=True, verbose_name='offered')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answer given')),
                ('decline_reason', models.CharField(blank=True, choices=[('price', 'The price is too high'), ('budget', 'No budget this fiscal year'), ('timing', 'The time does not suit'), ('content', 'The service does not fit our need'), ('private', 'We use a private provider'), ('other', 'Another reason')], max_length=10, verbose_name='why declined')),
                ('started_on', models.DateField(null=True, verbose_name='service started')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='selection.application')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='casework.case')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='directory.firm')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='fees.quote', verbose_name='replaces')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='programmes.service')),
                ('terms', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='fees.termstext')),
            ],
            options={
                'ordering': ('-made_at', '-id'),
                'indexes': [models.Index(fields=['state', 'valid_until'], name='quote_state_until')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'offered', 'accepted', 'started', 'invoiced', 'declined', 'replaced', 'withdrawn', 'cancelled'])), name='quote_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('success_cap_yen', None), ('success_share', None), ('success_until', None)), models.Q(('success_cap_yen__gt', 0), ('success_share__gt', 0), ('success_share__lte', 1), ('success_until__isnull', False)), _connector='OR'), name='quote_success_share_whole'), models.CheckConstraint(condition=models.Q(('subtotal__lte', models.F('net')), ('total', django.db.models.expressions.CombinedExpression(models.F('subtotal'), '+', models.F('tax')))), name='quote_adds_up'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), models.Q(('offered_at__isnull', False), ('valid_until__isnull', False)), _connector='OR'), name='quote_offered_until_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'started', 'invoiced', 'declined']), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='quote_answered_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('decline_reason__in', ['price', 'budget', 'timing', 'content', 'private', 'other']), ('state', 'declined')), models.Q(models.Q(('state', 'declined'), _negated=True), ('decline_reason', '')), _connector='OR'), name='quote_declined_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='number')),
                ('recipient', models.CharField(max_length=200, verbose_name='addressed to')),
                ('issued_on', models.DateField(verbose_name='issued')),
                ('supplied_on', models.DateField(verbose_name='day of the transaction')),
                ('success_year', models.PositiveSmallIntegerField(null=True, verbose_name='fiscal year of the share of exports')),
                ('state', models.CharField(choices=[('issued', 'To be paid'), ('paid', 'Paid'), ('cancelled', 'Cancelled')], default='issued', max_length=10, verbose_name='state')),
                ('net', models.PositiveIntegerField(verbose_name='price before tax')),
                ('tax', models.PositiveIntegerField(verbose_name='consumption tax')),
                ('total', models.PositiveIntegerField(verbose_name='price with tax')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='directory.firm')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='fees.issuer')),
                ('quote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='fees.quote')),
            ],
            options={
                'ordering': ('-issued_on', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['issued', 'paid', 'cancelled'])), name='invoice_state_known'), models.CheckConstraint(condition=models.Q(('total', django.db.models.expressions.CombinedExpression(models.F('net'), '+', models.F('tax')))), name='invoice_adds_up'), models.UniqueConstraint(condition=models.Q(('success_year__isnull', True), models.Q(('state', 'cancelled'), _negated=True)), fields=('quote',), name='invoice_once_a_quote'), models.UniqueConstraint(condition=models.Q(('success_year__isnull', False), models.Q(('state', 'cancelled'), _negated=True)), fields=('quote', 'success_year'), name='invoice_once_a_success_year')],
            },
        ),
        migrations.CreateModel(
            name='CreditNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(blank=True, max_length=20, verbose_name='number')),
                ('kind', models.CharField(choices=[('credit', 'Credit note'), ('cancel', 'Cancellation'), ('waiver', 'Waiver')], max_length=10, verbose_name='kind')),
                ('reason', models.CharField(choices=[('wrong_amount', 'The amount was wrong'), ('less_service', 'Less service was given than invoiced'), ('wrong_invoice', 'The invoice itself was wrong'), ('not_given', 'The service was not given'), ('sales_corrected', 'Exports were corrected or taken back'), ('hardship', 'Hardship of the firm'), ('disaster', 'Disaster'), ('goodwill', 'Goodwill')], max_length=20, verbose_name='reason')),
                ('net', models.PositiveIntegerField(verbose_name='price before tax')),
                ('tax', models.PositiveIntegerField(verbose_name='consumption tax')),
                ('total', models.PositiveIntegerField(verbose_name='price with tax')),
                ('state', models.CharField(choices=[('asked', 'Waits for approval'), ('approved', 'Approved'), ('refused', 'Refused')], default='asked', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked for')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credit_notes', to='fees.invoice')),
            ],
            options={
                'ordering': ('-asked_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['credit', 'cancel', 'waiver'])), name='credit_kind_known'), models.CheckConstraint(condition=models.Q(('reason__in', ['wrong_amount', 'less_service', 'wrong_invoice', 'not_given', 'sales_corrected', 'hardship', 'disaster', 'goodwill'])), name='credit_reason_known'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'approved', 'refused'])), name='credit_state_known'), models.CheckConstraint(condition=models.Q(('total', django.db.models.expressions.CombinedExpression(models.F('net'), '+', models.F('tax'))), ('total__gt', 0)), name='credit_adds_up'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='credit_takes_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), models.Q(('ref', ''), _negated=True)), models.Q(models.Q(('state', 'approved'), _negated=True), ('ref', '')), _connector='OR'), name='credit_numbered_once_approved'), models.UniqueConstraint(condition=models.Q(('ref', ''), _negated=True), fields=('ref',), name='credit_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('invoice',), name='credit_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='CreditTax',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tax_kind', models.CharField(choices=[('standard', 'Standard rate'), ('reduced', 'Reduced rate'), ('outside', 'Outside the scope')], default='standard', max_length=10)),
                ('tax_percent', models.DecimalField(decimal_places=2, max_digits=4)),
                ('net', models.PositiveIntegerField()),
                ('tax', models.PositiveIntegerField()),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taxes', to='fees.creditnote')),
            ],
            options={
                'ordering': ('note', '-tax_percent', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('tax_kind__in', ['standard', 'reduced', 'outside'])), name='credit_tax_kind_known'), models.UniqueConstraint(fields=('note', 'tax_kind'), name='credit_tax_once')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('stage', models.CharField(blank=True, max_length=40)),
                ('due_on', models.DateField(verbose_name='pay until')),
                ('yen', models.PositiveIntegerField()),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='fees.invoice')),
            ],
            options={
                'ordering': ('invoice', 'number'),
                'constraints': [models.UniqueConstraint(fields=('invoice', 'number'), name='instalment_once')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text_ja', models.CharField(max_length=200)),
                ('text_en', models.CharField(max_length=200)),
                ('yen', models.IntegerField()),
                ('tax_kind', models.CharField(choices=[('standard', 'Standard rate'), ('reduced', 'Reduced rate'), ('outside', 'Outside the scope')], default='standard', max_length=10)),
                ('tax_percent', models.DecimalField(decimal_places=2, max_digits=4)),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='fees.invoice')),
            ],
            options={
                'ordering': ('invoice', 'number'),
                'constraints': [models.CheckConstraint(condition=models.Q(('tax_kind__in', ['standard', 'reduced', 'outside'])), name='invoice_line_tax_kind_known'), models.UniqueConstraint(fields=('invoice', 'number'), name='invoice_line_once')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceTax',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tax_kind', models.CharField(choices=[('standard', 'Standard rate'), ('reduced', 'Reduced rate'), ('outside', 'Outside the scope')], default='standard', max_length=10)),
                ('tax_percent', models.DecimalField(decimal_places=2, max_digits=4)),
                ('net', models.PositiveIntegerField()),
                ('tax', models.PositiveIntegerField()),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taxes', to='fees.invoice')),
            ],
            options={
                'ordering': ('invoice', '-tax_percent', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('tax_kind__in', ['standard', 'reduced', 'outside'])), name='invoice_tax_kind_known'), models.UniqueConstraint(fields=('invoice', 'tax_kind'), name='invoice_tax_once')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('received_on', models.DateField(verbose_name='received')),
                ('yen', models.PositiveIntegerField(verbose_name='amount')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='directory.firm')),
                ('line', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='fees.bankline')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-received_on', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('yen__gt', 0)), name='payment_of_something')],
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('yen', models.IntegerField(verbose_name='amount')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='fees.invoice')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='fees.payment')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('yen', 0), _negated=True), name='allocation_of_something')],
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('yen', models.PositiveIntegerField(verbose_name='amount')),
                ('reason', models.CharField(choices=[('paid_too_much', 'More was paid than was owed'), ('paid_twice', 'The same was paid twice'), ('not_ours', 'The payment was not meant for us'), ('credited', 'The invoice was credited')], max_length=20, verbose_name='reason')),
                ('state', models.CharField(choices=[('asked', 'Waits for approval'), ('approved', 'Approved'), ('refused', 'Refused')], default='asked', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(verbose_name='asked for')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='fees.payment')),
            ],
            options={
                'ordering': ('-asked_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['paid_too_much', 'paid_twice', 'not_ours', 'credited'])), name='refund_reason_known'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'approved', 'refused'])), name='refund_state_known'), models.CheckConstraint(condition=models.Q(('yen__gt', 0)), name='refund_of_something'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='refund_takes_two_people'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('payment',), name='refund_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='RoundingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('in_force_from', models.DateField(unique=True, verbose_name='in force from')),
                ('net', models.CharField(choices=[('half_up', 'Half up'), ('half_even', 'Half to the even digit'), ('down', 'Down')], max_length=10, verbose_name='the price')),
                ('tax', models.CharField(choices=[('half_up', 'Half up'), ('half_even', 'Half to the even digit'), ('down', 'Down')], max_length=10, verbose_name='consumption tax')),
            ],
            options={
                'ordering': ('in_force_from',),
                'constraints': [models.CheckConstraint(condition=models.Q(('net__in', ['half_up', 'half_even', 'down'])), name='rounding_rule_net_known'), models.CheckConstraint(condition=models.Q(('tax__in', ['half_up', 'half_even', 'down'])), name='rounding_rule_tax_known')],
            },
        ),
        migrations.CreateModel(
            name='SuccessBill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sales_yen', models.PositiveBigIntegerField(verbose_name='exports that count')),
                ('due_yen', models.PositiveIntegerField(verbose_name='share in all')),
                ('before_yen', models.PositiveIntegerField(verbose_name='billed before')),
                ('counted', models.JSONField(default=list)),
                ('invoice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='success', to='fees.invoice')),
            ],
            options={
                'ordering': ('invoice',),
                'constraints': [models.CheckConstraint(condition=models.Q(('due_yen__gt', models.F('before_yen'))), name='success_bill_of_something')],
            },
        ),
        migrations.CreateModel(
            name='TaxRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('standard', 'Standard rate'), ('reduced', 'Reduced rate')], max_length=10, verbose_name='kind')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=4, validators=[django.core.validators.MinValueValidator(0)], verbose_name='percent')),
            ],
            options={
                'ordering': ('kind', 'in_force_from'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('standard', 'reduced'))), name='tax_rate_kind_known'), models.UniqueConstraint(fields=('kind', 'in_force_from'), name='tax_rate_once_a_day'), models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', 100)), name='tax_rate_within_percent')],
            },
        ),
    ]
