"""The groups of the contract with their permissions: in the youngest app, where every model is there.

A model that comes later brings its permissions by `manage.py sync_groups`, which runs after every deploy.
"""

from django.db import migrations

from somosnlp.accounts.services.groups import sync_groups


def make_groups(apps, schema_editor):
    sync_groups()


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0001_initial"),
        ("sponsors", "0001_initial"),
        ("registrations", "0001_initial"),
        ("events", "0001_initial"),
        ("review", "0001_initial"),
        ("accounts", "0001_initial"),
        ("outbox", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
