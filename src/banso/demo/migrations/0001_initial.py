from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Portfolio',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('firms', models.PositiveIntegerField()),
                ('seed', models.PositiveIntegerField()),
                ('as_of', models.DateField()),
                ('loaded_at', models.DateTimeField()),
            ],
        ),
    ]
