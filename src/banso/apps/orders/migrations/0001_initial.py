import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('casework', '0001_initial'),
        ('inquiries', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('side', models.CharField(choices=[('buyer', 'Buyer'), ('firm', 'Maker'), ('staff', 'Office')], max_length=5)),
                ('ordered_on', models.DateField(verbose_name='day of the order')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=16, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('unit', models.CharField(max_length=20, verbose_name='unit')),
                ('sample', models.BooleanField(default=False, verbose_name='sample')),
                ('repeat', models.BooleanField(default=False, verbose_name='repeat order')),
                ('known', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('reported', 'Reported'), ('confirmed', 'Confirmed by both'), ('disputed', 'Disputed'), ('settled', 'Taken as reported'), ('rejected', 'Not counted')], default='reported', max_length=9, verbose_name='state')),
                ('reported_at', models.DateTimeField(verbose_name='reported at')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('doubt', models.CharField(blank=True, choices=[('amount', 'The amount is another'), ('quantity', 'The quantity is another'), ('day', 'The day is another'), ('cancelled', 'It was cancelled'), ('none', 'There was no such order')], max_length=9)),
                ('doubt_words', models.CharField(blank=True, max_length=400, verbose_name='in words')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                ('entry', models.UUIDField(editable=False, unique=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='inquiries.inquiry')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('result', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='order', to='casework.exportresult')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-ordered_on', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reported', 'confirmed', 'disputed', 'settled', 'rejected'])), name='order_state_known'), models.CheckConstraint(condition=models.Q(('side__in', ('buyer', 'firm'))), name='order_side_known'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='order_amount'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'disputed'), models.Q(('doubt', ''), _negated=True)), models.Q(('state', 'disputed'), _negated=True), _connector='OR'), name='order_disputed_with_reason'), models.CheckConstraint(condition=models.Q(('result__isnull', True), ('state__in', ('confirmed', 'settled')), _connector='OR'), name='order_result_of_standing')],
            },
        ),
    ]
