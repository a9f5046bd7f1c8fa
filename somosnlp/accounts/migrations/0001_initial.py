import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import somosnlp.accounts.search
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        django.contrib.postgres.operations.UnaccentExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        migrations.RunSQL(
            sql="\nCREATE OR REPLACE FUNCTION somosnlp_fold(text) RETURNS text\nLANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE\nAS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$\n",
            reverse_sql='DROP FUNCTION IF EXISTS somosnlp_fold(text)',
        ),
        migrations.CreateModel(
            name='LegalText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('privacidad', 'Privacidad'), ('terminos', 'Términos'), ('codigo-de-conducta', 'Código de conducta'), ('contacto', 'Contacto')], max_length=20, verbose_name='página')),
                ('version', models.DateField(verbose_name='versión')),
                ('approved', models.BooleanField(default=False, help_text='Mientras no lo esté, la página dice que es un borrador.', verbose_name='aprobada por la organización')),
                ('title_es', models.CharField(max_length=120, verbose_name='título (español)')),
                ('title_en', models.CharField(blank=True, max_length=120, verbose_name='título (inglés)')),
                ('title_pt', models.CharField(blank=True, max_length=120, verbose_name='título (portugués)')),
                ('body_es', models.TextField(verbose_name='texto (español, Markdown)')),
                ('body_en', models.TextField(blank=True, verbose_name='texto (inglés, Markdown)')),
                ('body_pt', models.TextField(blank=True, verbose_name='texto (portugués, Markdown)')),
            ],
            options={
                'verbose_name': 'página legal',
                'verbose_name_plural': 'páginas legales',
                'ordering': ('kind', '-version'),
                'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='legaltext_one_per_day'), models.CheckConstraint(condition=models.Q(('kind__in', ['privacidad', 'terminos', 'codigo-de-conducta', 'contacto'])), name='legaltext_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='LegalTextEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('privacidad', 'Privacidad'), ('terminos', 'Términos'), ('codigo-de-conducta', 'Código de conducta'), ('contacto', 'Contacto')], max_length=20, verbose_name='página')),
                ('version', models.DateField(verbose_name='versión')),
                ('approved', models.BooleanField(default=False, help_text='Mientras no lo esté, la página dice que es un borrador.', verbose_name='aprobada por la organización')),
                ('title_es', models.CharField(max_length=120, verbose_name='título (español)')),
                ('title_en', models.CharField(blank=True, max_length=120, verbose_name='título (inglés)')),
                ('title_pt', models.CharField(blank=True, max_length=120, verbose_name='título (portugués)')),
                ('body_es', models.TextField(verbose_name='texto (español, Markdown)')),
                ('body_en', models.TextField(blank=True, verbose_name='texto (inglés, Markdown)')),
                ('body_pt', models.TextField(blank=True, verbose_name='texto (portugués, Markdown)')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.legaltext')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='correo electrónico')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='nombre, como quieres que salga en tu certificado')),
                ('public_name', models.CharField(blank=True, max_length=80, verbose_name='nombre público')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='país')),
                ('time_zone', models.CharField(blank=True, max_length=64, verbose_name='zona horaria')),
                ('language', models.CharField(default='es', max_length=10, verbose_name='idioma de la página y de los correos')),
                ('pronouns', models.CharField(blank=True, choices=[('ella', 'ella'), ('él', 'él'), ('elle', 'elle'), ('unsaid', 'prefiero no decirlo')], max_length=10, verbose_name='pronombres')),
                ('hugging_face', models.CharField(blank=True, max_length=96, verbose_name='nombre en Hugging Face')),
                ('hugging_face_later', models.BooleanField(default=False, verbose_name='todavía no tengo Hugging Face')),
                ('discord', models.CharField(blank=True, max_length=40, verbose_name='nombre en Discord')),
                ('discord_later', models.BooleanField(default=False, verbose_name='todavía no tengo Discord')),
                ('github', models.CharField(blank=True, max_length=39, verbose_name='nombre en GitHub')),
                ('is_staff', models.BooleanField(default=False, verbose_name='entra en la administración')),
                ('is_active', models.BooleanField(default=True, verbose_name='activa')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='alta')),
                ('anonymised_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('search', models.GeneratedField(db_persist=True, expression=somosnlp.accounts.search.Fold(django.db.models.functions.text.Concat(models.F('name'), models.Value(' '), models.F('public_name'), models.Value(' '), models.F('email'), models.Value(' '), models.F('discord'), models.Value(' '), models.F('hugging_face'), models.Value(' '), models.F('github'), models.Value(' '), output_field=models.CharField())), output_field=models.TextField())),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'persona',
                'verbose_name_plural': 'personas',
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('search', 'gin_trgm_ops'), name='user_search')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique_any_case'), models.CheckConstraint(condition=models.Q(('pronouns', ''), ('pronouns__in', ['ella', 'él', 'elle', 'unsaid']), _connector='OR'), name='user_pronouns_known'), models.CheckConstraint(condition=models.Q(('hugging_face', ''), ('hugging_face_later', False), _connector='OR'), name='user_hugging_face_or_later'), models.CheckConstraint(condition=models.Q(('discord', ''), ('discord_later', False), _connector='OR'), name='user_discord_or_later'), models.CheckConstraint(condition=models.Q(('country', ''), ('country__regex', '^[A-Z]{2}$'), _connector='OR'), name='user_country_is_iso')],
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, verbose_name='correo electrónico')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='nombre, como quieres que salga en tu certificado')),
                ('public_name', models.CharField(blank=True, max_length=80, verbose_name='nombre público')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='país')),
                ('time_zone', models.CharField(blank=True, max_length=64, verbose_name='zona horaria')),
                ('language', models.CharField(default='es', max_length=10, verbose_name='idioma de la página y de los correos')),
                ('pronouns', models.CharField(blank=True, choices=[('ella', 'ella'), ('él', 'él'), ('elle', 'elle'), ('unsaid', 'prefiero no decirlo')], max_length=10, verbose_name='pronombres')),
                ('hugging_face', models.CharField(blank=True, max_length=96, verbose_name='nombre en Hugging Face')),
                ('hugging_face_later', models.BooleanField(default=False, verbose_name='todavía no tengo Hugging Face')),
                ('discord', models.CharField(blank=True, max_length=40, verbose_name='nombre en Discord')),
                ('discord_later', models.BooleanField(default=False, verbose_name='todavía no tengo Discord')),
                ('github', models.CharField(blank=True, max_length=39, verbose_name='nombre en GitHub')),
                ('is_staff', models.BooleanField(default=False, verbose_name='entra en la administración')),
                ('is_active', models.BooleanField(default=True, verbose_name='activa')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='alta')),
                ('anonymised_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('news', 'Recibir novedades de SomosNLP por correo'), ('public_name', 'Mostrar mi nombre en páginas públicas'), ('spread', 'Ayudar a difundir: me pueden mandar materiales para compartir'), ('papers', 'Usar mis datos demográficos, agregados, en publicaciones científicas')], max_length=20, verbose_name='finalidad')),
                ('text_version', models.CharField(max_length=20, verbose_name='versión del texto')),
                ('granted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dado')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retirado')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'consentimiento',
                'verbose_name_plural': 'consentimientos',
                'ordering': ('-granted_at',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('user', 'purpose'), name='consent_one_in_force'), models.CheckConstraint(condition=models.Q(('purpose__in', ['news', 'public_name', 'spread', 'papers'])), name='consent_purpose_known')],
            },
        ),
        migrations.CreateModel(
            name='FormDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('scope', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(max_length=254)),
                ('data', models.JSONField(default=dict)),
                ('language', models.CharField(max_length=10)),
                ('time_zone', models.CharField(blank=True, max_length=64)),
                ('submitted_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('attached_at', models.DateTimeField(blank=True, null=True)),
                ('attached_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'borrador sin cuenta',
                'verbose_name_plural': 'borradores sin cuenta',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('attached_at', None), ('attached_to', None)), models.Q(('attached_at__isnull', False), ('attached_to__isnull', False)), _connector='OR'), name='formdraft_attached_whole')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legaltext',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_legaltextevent" ("approved", "body_en", "body_es", "body_pt", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title_en", "title_es", "title_pt", "version") VALUES (NEW."approved", NEW."body_en", NEW."body_es", NEW."body_pt", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title_en", NEW."title_es", NEW."title_pt", NEW."version"); RETURN NULL;', hash='33ce4659d2c23c1cbbe183167814675cd2fc3cc5', operation='INSERT', pgid='pgtrigger_insert_insert_d7d45', table='accounts_legaltext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legaltext',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_legaltextevent" ("approved", "body_en", "body_es", "body_pt", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title_en", "title_es", "title_pt", "version") VALUES (NEW."approved", NEW."body_en", NEW."body_es", NEW."body_pt", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title_en", NEW."title_es", NEW."title_pt", NEW."version"); RETURN NULL;', hash='f3c9ca53a195b4bbddf9517cae7f74c3a6961116', operation='UPDATE', pgid='pgtrigger_update_update_85461', table='accounts_legaltext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legaltext',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_legaltextevent" ("approved", "body_en", "body_es", "body_pt", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title_en", "title_es", "title_pt", "version") VALUES (OLD."approved", OLD."body_en", OLD."body_es", OLD."body_pt", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title_en", OLD."title_es", OLD."title_pt", OLD."version"); RETURN NULL;', hash='825cdef8b21ac57583900b14b6cf3834eacfd96b', operation='DELETE', pgid='pgtrigger_delete_delete_fbc25', table='accounts_legaltext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("anonymised_at", "country", "date_joined", "discord", "discord_later", "email", "github", "hugging_face", "hugging_face_later", "id", "is_active", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pronouns", "public_name", "time_zone") VALUES (NEW."anonymised_at", NEW."country", NEW."date_joined", NEW."discord", NEW."discord_later", NEW."email", NEW."github", NEW."hugging_face", NEW."hugging_face_later", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pronouns", NEW."public_name", NEW."time_zone"); RETURN NULL;', hash='24b124381ae66b731a48f4aa7930a16f73c2d855', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."anonymised_at" IS DISTINCT FROM (NEW."anonymised_at") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."discord" IS DISTINCT FROM (NEW."discord") OR OLD."discord_later" IS DISTINCT FROM (NEW."discord_later") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."github" IS DISTINCT FROM (NEW."github") OR OLD."hugging_face" IS DISTINCT FROM (NEW."hugging_face") OR OLD."hugging_face_later" IS DISTINCT FROM (NEW."hugging_face_later") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."pronouns" IS DISTINCT FROM (NEW."pronouns") OR OLD."public_name" IS DISTINCT FROM (NEW."public_name") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone"))', func='INSERT INTO "accounts_userevent" ("anonymised_at", "country", "date_joined", "discord", "discord_later", "email", "github", "hugging_face", "hugging_face_later", "id", "is_active", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pronouns", "public_name", "time_zone") VALUES (NEW."anonymised_at", NEW."country", NEW."date_joined", NEW."discord", NEW."discord_later", NEW."email", NEW."github", NEW."hugging_face", NEW."hugging_face_later", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pronouns", NEW."public_name", NEW."time_zone"); RETURN NULL;', hash='544b3fd123434130f44e789f506856b92dd1910e', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("anonymised_at", "country", "date_joined", "discord", "discord_later", "email", "github", "hugging_face", "hugging_face_later", "id", "is_active", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pronouns", "public_name", "time_zone") VALUES (OLD."anonymised_at", OLD."country", OLD."date_joined", OLD."discord", OLD."discord_later", OLD."email", OLD."github", OLD."hugging_face", OLD."hugging_face_later", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pronouns", OLD."public_name", OLD."time_zone"); RETURN NULL;', hash='f0613f5d09cd6d5d2a6d517a2c82be18851e6c57', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', table='accounts_user', when='AFTER')),
        ),
    ]
