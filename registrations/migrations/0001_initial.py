import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import somosnlp.accounts.search
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('events', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='University',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='nombre')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='país')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='creada')),
                ('search', models.GeneratedField(db_persist=True, expression=somosnlp.accounts.search.Fold(models.F('name')), output_field=models.TextField())),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='spellings', to='registrations.university', verbose_name='es la misma que')),
            ],
            options={
                'verbose_name': 'universidad',
                'verbose_name_plural': 'universidades',
                'ordering': ('name',),
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('search', 'gin_trgm_ops'), name='university_search')],
                'constraints': [models.UniqueConstraint(models.F('search'), name='university_once_whatever_accents'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='university_has_name'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='university_not_into_itself')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('draft', 'borrador'), ('unconfirmed', 'sin confirmar'), ('registered', 'inscrita'), ('cancelled', 'cancelada')], default='draft', max_length=12, verbose_name='estado')),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None, verbose_name='países que te representan')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, size=None, verbose_name='idiomas')),
                ('level', models.CharField(blank=True, choices=[('basic', 'Básico · nunca he programado, o empiezo'), ('intermediate', 'Intermedio · he entrenado algún modelo'), ('advanced', 'Avanzado · trabajo o investigo en esto')], max_length=12, verbose_name='nivel de PLN')),
                ('terms_version', models.CharField(blank=True, max_length=120, verbose_name='versión de los términos')),
                ('first_event', models.BooleanField(blank=True, null=True, verbose_name='es su primer evento de SomosNLP')),
                ('wants_to_spread', models.BooleanField(blank=True, null=True, verbose_name='quiere ayudar a difundir')),
                ('wants_to_organise', models.BooleanField(blank=True, null=True, verbose_name='quiere ayudar a organizar')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='fecha de comienzo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='actualizada')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='enviada')),
                ('registered_at', models.DateTimeField(blank=True, null=True, verbose_name='fecha de confirmación')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelada')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='events.edition', verbose_name='edición')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to=settings.AUTH_USER_MODEL, verbose_name='persona')),
                ('university', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='registrations.university', verbose_name='universidad')),
            ],
            options={
                'verbose_name': 'inscripción',
                'verbose_name_plural': 'inscripciones',
                'ordering': ('-created_at', '-pk'),
                'indexes': [models.Index(fields=['edition', 'status', '-created_at'], name='registration_list'), models.Index(fields=['-created_at', '-id'], name='registration_newest'), django.contrib.postgres.indexes.GinIndex(fields=['countries'], name='registration_countries')],
                'constraints': [models.UniqueConstraint(fields=('user', 'edition'), name='registration_one_per_person'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'unconfirmed', 'registered', 'cancelled'])), name='registration_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['cancelled', 'registered', 'unconfirmed']), _negated=True), models.Q(('countries__len__range', (1, 5)), ('languages__len__gte', 1), ('level__in', ['basic', 'intermediate', 'advanced']), ('submitted_at__isnull', False), models.Q(('terms_version', ''), _negated=True)), _connector='OR'), name='registration_complete_answers'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'registered'), _negated=True), ('registered_at__isnull', False), _connector='OR'), name='registration_registered_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), ('cancelled_at__isnull', False), _connector='OR'), name='registration_cancelled_has_time')],
            },
        ),
        migrations.CreateModel(
            name='RegistrationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('status', models.CharField(choices=[('draft', 'borrador'), ('unconfirmed', 'sin confirmar'), ('registered', 'inscrita'), ('cancelled', 'cancelada')], default='draft', max_length=12, verbose_name='estado')),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None, verbose_name='países que te representan')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, size=None, verbose_name='idiomas')),
                ('level', models.CharField(blank=True, choices=[('basic', 'Básico · nunca he programado, o empiezo'), ('intermediate', 'Intermedio · he entrenado algún modelo'), ('advanced', 'Avanzado · trabajo o investigo en esto')], max_length=12, verbose_name='nivel de PLN')),
                ('terms_version', models.CharField(blank=True, max_length=120, verbose_name='versión de los términos')),
                ('first_event', models.BooleanField(blank=True, null=True, verbose_name='es su primer evento de SomosNLP')),
                ('wants_to_spread', models.BooleanField(blank=True, null=True, verbose_name='quiere ayudar a difundir')),
                ('wants_to_organise', models.BooleanField(blank=True, null=True, verbose_name='quiere ayudar a organizar')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='fecha de comienzo')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='actualizada')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='enviada')),
                ('registered_at', models.DateTimeField(blank=True, null=True, verbose_name='fecha de confirmación')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelada')),
                ('edition', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.edition', verbose_name='edición')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registrations.registration')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='persona')),
                ('university', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registrations.university', verbose_name='universidad')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UniversityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='nombre')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='país')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='creada')),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registrations.university', verbose_name='es la misma que')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registrations.university')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Demographics',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('education', models.CharField(blank=True, choices=[('isced2', 'Secundaria, primer ciclo'), ('isced3', 'Secundaria, segundo ciclo (bachillerato, preparatoria)'), ('isced4', 'Curso técnico después de la secundaria (sin título superior)'), ('isced5', 'Formación técnica o profesional superior (2 o 3 años)'), ('isced6', 'Grado o licenciatura'), ('isced7', 'Maestría o máster'), ('isced8', 'Doctorado')], max_length=10, verbose_name='estudios terminados')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None, verbose_name='áreas de estudio o trabajo')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='año de nacimiento')),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('registration', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='demographics', to='registrations.registration')),
            ],
            options={
                'verbose_name': 'datos demográficos',
                'verbose_name_plural': 'datos demográficos',
                'constraints': [models.CheckConstraint(condition=models.Q(('education', ''), ('education__in', ['isced2', 'isced3', 'isced4', 'isced5', 'isced6', 'isced7', 'isced8']), _connector='OR'), name='demographics_education_known'), models.CheckConstraint(condition=models.Q(('birth_year', None), ('birth_year__range', (1900, 2100)), _connector='OR'), name='demographics_birth_year_range')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='university',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registrations_universityevent" ("country", "created_at", "id", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."country", NEW."created_at", NEW."id", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='cb355f4310fd67e8335fd6aea730618db2a3b536', operation='INSERT', pgid='pgtrigger_insert_insert_ca61e', table='registrations_university', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='university',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name"))', func='INSERT INTO "registrations_universityevent" ("country", "created_at", "id", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."country", NEW."created_at", NEW."id", NEW."merged_into_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='66802b85b16856aa6d8f74637cacb4adb743dcea', operation='UPDATE', pgid='pgtrigger_update_update_f335f', table='registrations_university', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='university',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registrations_universityevent" ("country", "created_at", "id", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."country", OLD."created_at", OLD."id", OLD."merged_into_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='64cb38d0b5ee44a5c896aafe7e51a31082820ec1', operation='DELETE', pgid='pgtrigger_delete_delete_3e14c', table='registrations_university', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registrations_registrationevent" ("cancelled_at", "countries", "created_at", "edition_id", "first_event", "id", "languages", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "status", "submitted_at", "terms_version", "university_id", "updated_at", "user_id", "wants_to_organise", "wants_to_spread") VALUES (NEW."cancelled_at", NEW."countries", NEW."created_at", NEW."edition_id", NEW."first_event", NEW."id", NEW."languages", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."registered_at", NEW."status", NEW."submitted_at", NEW."terms_version", NEW."university_id", NEW."updated_at", NEW."user_id", NEW."wants_to_organise", NEW."wants_to_spread"); RETURN NULL;', hash='5aa415e6d70c41c175b1d0f405abe9bbbb17b397', operation='INSERT', pgid='pgtrigger_insert_insert_b1473', table='registrations_registration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registrations_registrationevent" ("cancelled_at", "countries", "created_at", "edition_id", "first_event", "id", "languages", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "status", "submitted_at", "terms_version", "university_id", "updated_at", "user_id", "wants_to_organise", "wants_to_spread") VALUES (NEW."cancelled_at", NEW."countries", NEW."created_at", NEW."edition_id", NEW."first_event", NEW."id", NEW."languages", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."registered_at", NEW."status", NEW."submitted_at", NEW."terms_version", NEW."university_id", NEW."updated_at", NEW."user_id", NEW."wants_to_organise", NEW."wants_to_spread"); RETURN NULL;', hash='c377de351080bbd20b113994894369b8b010865e', operation='UPDATE', pgid='pgtrigger_update_update_12872', table='registrations_registration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registrations_registrationevent" ("cancelled_at", "countries", "created_at", "edition_id", "first_event", "id", "languages", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "status", "submitted_at", "terms_version", "university_id", "updated_at", "user_id", "wants_to_organise", "wants_to_spread") VALUES (OLD."cancelled_at", OLD."countries", OLD."created_at", OLD."edition_id", OLD."first_event", OLD."id", OLD."languages", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registered_at", OLD."status", OLD."submitted_at", OLD."terms_version", OLD."university_id", OLD."updated_at", OLD."user_id", OLD."wants_to_organise", OLD."wants_to_spread"); RETURN NULL;', hash='f79f3ef6d5033059225b1e8619feabb1d1553e4c', operation='DELETE', pgid='pgtrigger_delete_delete_77f4c', table='registrations_registration', when='AFTER')),
        ),
    ]
