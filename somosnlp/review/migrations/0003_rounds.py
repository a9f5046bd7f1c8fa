import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('review', '0002_statuschange_statuses'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nombre')),
                ('uses_scores', models.BooleanField(default=False, verbose_name='con puntuaciones')),
                ('is_blind', models.BooleanField(default=False, help_text='Quien revisa no ve de quién es cada propuesta.', verbose_name='a ciegas')),
                ('uses_conflicts', models.BooleanField(default=False, verbose_name='se declaran conflictos de interés')),
                ('reviewers_each', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='personas por propuesta')),
                ('holds_decisions', models.BooleanField(default=False, help_text='Los correos de las decisiones esperan a que alguien los envíe juntos.', verbose_name='decidir ahora y avisar después')),
            ],
            options={
                'verbose_name': 'forma de revisar',
                'verbose_name_plural': 'formas de revisar',
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('reviewers_each', None), ('reviewers_each__gte', 1), _connector='OR'), name='reviewround_somebody_reads')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='orden')),
                ('label_es', models.CharField(max_length=120, verbose_name='criterio (español)')),
                ('label_en', models.CharField(blank=True, max_length=120, verbose_name='criterio (inglés)')),
                ('label_pt', models.CharField(blank=True, max_length=120, verbose_name='criterio (portugués)')),
                ('weight', models.DecimalField(decimal_places=2, default=1, max_digits=5, verbose_name='peso')),
                ('best', models.PositiveSmallIntegerField(default=5, verbose_name='puntuación máxima')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='review.reviewround', verbose_name='forma de revisar')),
            ],
            options={
                'verbose_name': 'criterio',
                'verbose_name_plural': 'criterios',
                'ordering': ('round', 'position', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='criterion_weighs'), models.CheckConstraint(condition=models.Q(('best__gte', 1)), name='criterion_can_be_scored')],
            },
        ),
        migrations.CreateModel(
            name='ReviewRoundEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='nombre')),
                ('uses_scores', models.BooleanField(default=False, verbose_name='con puntuaciones')),
                ('is_blind', models.BooleanField(default=False, help_text='Quien revisa no ve de quién es cada propuesta.', verbose_name='a ciegas')),
                ('uses_conflicts', models.BooleanField(default=False, verbose_name='se declaran conflictos de interés')),
                ('reviewers_each', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='personas por propuesta')),
                ('holds_decisions', models.BooleanField(default=False, help_text='Los correos de las decisiones esperan a que alguien los envíe juntos.', verbose_name='decidir ahora y avisar después')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='review.reviewround')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='cuándo')),
                ('remark', models.TextField(blank=True, max_length=4000, verbose_name='comentario')),
                ('total', models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True, verbose_name='nota')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='cambiada')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quién revisa')),
            ],
            options={
                'verbose_name': 'revisión',
                'verbose_name_plural': 'revisiones',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'reviewer'), name='review_review_once'), models.CheckConstraint(condition=models.Q(('total', None), ('total__range', (0, 1)), _connector='OR'), name='review_total_is_share')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveSmallIntegerField(verbose_name='puntuación')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='review.criterion', verbose_name='criterio')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='review.review', verbose_name='revisión')),
            ],
            options={
                'verbose_name': 'puntuación',
                'verbose_name_plural': 'puntuaciones',
                'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='score_once')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='cuándo')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quién revisa')),
            ],
            options={
                'verbose_name': 'asignación',
                'verbose_name_plural': 'asignaciones',
                'abstract': False,
                'indexes': [models.Index(fields=['reviewer', 'content_type'], name='assignment_of_reviewer')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'reviewer'), name='review_assignment_once')],
            },
        ),
        migrations.CreateModel(
            name='AssignmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('object_id', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='cuándo')),
                ('content_type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='review.assignment')),
                ('reviewer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quién revisa')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CannedNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(choices=[('accepted', 'aceptada'), ('changes_requested', 'cambios pedidos'), ('waitlisted', 'en lista de espera'), ('rejected', 'rechazada')], max_length=20, verbose_name='para')),
                ('title', models.CharField(max_length=80, verbose_name='cómo se llama')),
                ('text_es', models.TextField(max_length=4000, verbose_name='texto (español)')),
                ('text_en', models.TextField(blank=True, max_length=4000, verbose_name='texto (inglés)')),
                ('text_pt', models.TextField(blank=True, max_length=4000, verbose_name='texto (portugués)')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='orden')),
            ],
            options={
                'verbose_name': 'texto preparado',
                'verbose_name_plural': 'textos preparados',
                'ordering': ('move', 'position', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('move__in', ['accepted', 'changes_requested', 'waitlisted', 'rejected'])), name='cannednote_move_known')],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='cuándo')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='motivo')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quién revisa')),
            ],
            options={
                'verbose_name': 'conflicto de interés',
                'verbose_name_plural': 'conflictos de interés',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'reviewer'), name='review_conflict_once')],
            },
        ),
        migrations.CreateModel(
            name='ConflictEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('object_id', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='cuándo')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='motivo')),
                ('content_type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='review.conflict')),
                ('reviewer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quién revisa')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('object_id', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='cuándo')),
                ('remark', models.TextField(blank=True, max_length=4000, verbose_name='comentario')),
                ('total', models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True, verbose_name='nota')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='cambiada')),
                ('content_type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='review.review')),
                ('reviewer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quién revisa')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CriterionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='orden')),
                ('label_es', models.CharField(max_length=120, verbose_name='criterio (español)')),
                ('label_en', models.CharField(blank=True, max_length=120, verbose_name='criterio (inglés)')),
                ('label_pt', models.CharField(blank=True, max_length=120, verbose_name='criterio (portugués)')),
                ('weight', models.DecimalField(decimal_places=2, default=1, max_digits=5, verbose_name='peso')),
                ('best', models.PositiveSmallIntegerField(default=5, verbose_name='puntuación máxima')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='review.criterion')),
                ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='review.reviewround', verbose_name='forma de revisar')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewround',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_reviewroundevent" ("holds_decisions", "id", "is_blind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewers_each", "uses_conflicts", "uses_scores") VALUES (NEW."holds_decisions", NEW."id", NEW."is_blind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reviewers_each", NEW."uses_conflicts", NEW."uses_scores"); RETURN NULL;', hash='e759a1f2dd093b529d207f408ebfe7bb41e5bcec', operation='INSERT', pgid='pgtrigger_insert_insert_891d8', table='review_reviewround', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewround',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "review_reviewroundevent" ("holds_decisions", "id", "is_blind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewers_each", "uses_conflicts", "uses_scores") VALUES (NEW."holds_decisions", NEW."id", NEW."is_blind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reviewers_each", NEW."uses_conflicts", NEW."uses_scores"); RETURN NULL;', hash='2e2b0dcf0c71cc8a2d952602c071e60a33d9dff0', operation='UPDATE', pgid='pgtrigger_update_update_db367', table='review_reviewround', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewround',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_reviewroundevent" ("holds_decisions", "id", "is_blind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewers_each", "uses_conflicts", "uses_scores") VALUES (OLD."holds_decisions", OLD."id", OLD."is_blind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reviewers_each", OLD."uses_conflicts", OLD."uses_scores"); RETURN NULL;', hash='ad6e0eb8efad5f7ab78b0f9f7f0128534789dfe7', operation='DELETE', pgid='pgtrigger_delete_delete_85fd7', table='review_reviewround', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_assignmentevent" ("at", "content_type_id", "id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id") VALUES (NEW."at", NEW."content_type_id", NEW."id", NEW."object_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reviewer_id"); RETURN NULL;', hash='ca07c041358639cdafdd2ec90d2e8d9c5e5d8fbc', operation='INSERT', pgid='pgtrigger_insert_insert_0fd4a', table='review_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "review_assignmentevent" ("at", "content_type_id", "id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id") VALUES (NEW."at", NEW."content_type_id", NEW."id", NEW."object_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reviewer_id"); RETURN NULL;', hash='5e4378f991f5363e0e86d2064dd1398cb0feef16', operation='UPDATE', pgid='pgtrigger_update_update_e90fc', table='review_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_assignmentevent" ("at", "content_type_id", "id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id") VALUES (OLD."at", OLD."content_type_id", OLD."id", OLD."object_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reviewer_id"); RETURN NULL;', hash='7c5d01ea21822f2391ef42de7090967aed867466', operation='DELETE', pgid='pgtrigger_delete_delete_611c9', table='review_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conflict',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_conflictevent" ("at", "content_type_id", "id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reviewer_id") VALUES (NEW."at", NEW."content_type_id", NEW."id", NEW."object_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reviewer_id"); RETURN NULL;', hash='15b2cea92ebd16f25be428b4cfbd50bb1e6be795', operation='INSERT', pgid='pgtrigger_insert_insert_225b9', table='review_conflict', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conflict',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "review_conflictevent" ("at", "content_type_id", "id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reviewer_id") VALUES (NEW."at", NEW."content_type_id", NEW."id", NEW."object_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reviewer_id"); RETURN NULL;', hash='b57b4259cb6531dbf02bce3f9910c15cd6aecd87', operation='UPDATE', pgid='pgtrigger_update_update_afcd9', table='review_conflict', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conflict',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_conflictevent" ("at", "content_type_id", "id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reviewer_id") VALUES (OLD."at", OLD."content_type_id", OLD."id", OLD."object_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."reviewer_id"); RETURN NULL;', hash='9d0fca311f59930313c190d9019f0e882ac0fb78', operation='DELETE', pgid='pgtrigger_delete_delete_385f6', table='review_conflict', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_reviewevent" ("at", "content_type_id", "id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "reviewer_id", "total", "updated_at") VALUES (NEW."at", NEW."content_type_id", NEW."id", NEW."object_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."remark", NEW."reviewer_id", NEW."total", NEW."updated_at"); RETURN NULL;', hash='c6219d764fc2d2cfcbc03de8058a39eac7060083', operation='INSERT', pgid='pgtrigger_insert_insert_7d188', table='review_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "review_reviewevent" ("at", "content_type_id", "id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "reviewer_id", "total", "updated_at") VALUES (NEW."at", NEW."content_type_id", NEW."id", NEW."object_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."remark", NEW."reviewer_id", NEW."total", NEW."updated_at"); RETURN NULL;', hash='e7847cd74c179c0f0c696c5602ce244d3d8b8a94', operation='UPDATE', pgid='pgtrigger_update_update_e7fc1', table='review_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_reviewevent" ("at", "content_type_id", "id", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "reviewer_id", "total", "updated_at") VALUES (OLD."at", OLD."content_type_id", OLD."id", OLD."object_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."remark", OLD."reviewer_id", OLD."total", OLD."updated_at"); RETURN NULL;', hash='9cac01f857ec0b3a3cc0f8662e6fdd294fdedfa9', operation='DELETE', pgid='pgtrigger_delete_delete_b27fb', table='review_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_criterionevent" ("best", "id", "label_en", "label_es", "label_pt", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "round_id", "weight") VALUES (NEW."best", NEW."id", NEW."label_en", NEW."label_es", NEW."label_pt", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."round_id", NEW."weight"); RETURN NULL;', hash='e41c9947a18725aa93119df7aa096571c09057aa', operation='INSERT', pgid='pgtrigger_insert_insert_4b71b', table='review_criterion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "review_criterionevent" ("best", "id", "label_en", "label_es", "label_pt", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "round_id", "weight") VALUES (NEW."best", NEW."id", NEW."label_en", NEW."label_es", NEW."label_pt", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."round_id", NEW."weight"); RETURN NULL;', hash='8bf1e730b90b7e65b0403693c9d55f6a54722f8f', operation='UPDATE', pgid='pgtrigger_update_update_4e83e', table='review_criterion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "review_criterionevent" ("best", "id", "label_en", "label_es", "label_pt", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "round_id", "weight") VALUES (OLD."best", OLD."id", OLD."label_en", OLD."label_es", OLD."label_pt", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."round_id", OLD."weight"); RETURN NULL;', hash='dcb880c89fdfb378500b4abdaa591209211b8f31', operation='DELETE', pgid='pgtrigger_delete_delete_f9645', table='review_criterion', when='AFTER')),
        ),
    ]
