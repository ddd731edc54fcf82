from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('firm', 'Firms'), ('contact', 'Contacts'), ('case', 'Cases'), ('application', 'Applications'), ('consultation', 'Consultations'), ('expert', 'Experts'), ('person', 'Users')], max_length=20)),
                ('key', models.PositiveBigIntegerField()),
                ('ref', models.CharField(max_length=40)),
                ('ref_key', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('names', models.TextField(blank=True)),
                ('words', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_entry_once')],
            },
        ),
    ]
