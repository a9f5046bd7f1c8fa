"""Words that are ready for each decision: organisers change, add and delete them in the admin."""

from typing import Any

from django.db import migrations

#: Move, what it is called, and the words in Spanish, English and Portuguese.
NOTES = [
    (
        "accepted",
        "Bienvenida, con ganas de verte",
        "Nos ha encantado tu propuesta y queremos que forme parte de esta edición. En los próximos "
        "días te escribimos con los siguientes pasos; si algo cambia mientras tanto, responde a este "
        "correo.",
        "We loved your proposal and want it to be part of this edition. We will write to you in the "
        "next few days with what comes next; if anything changes meanwhile, just reply to this "
        "e-mail.",
        "Adoramos a sua proposta e queremos que ela faça parte desta edição. Nos próximos dias "
        "escrevemos com os próximos passos; se algo mudar até lá, é só responder a este e-mail.",
    ),
    (
        "accepted",
        "Sí, con una idea para mejorarla",
        "Tu propuesta queda aceptada. Al leerla pensamos que puede llegar todavía a más gente con un "
        "ejemplo en español o en otra lengua de la comunidad: si te parece bien, inclúyelo. ¡Gracias "
        "por compartir lo que sabes!",
        "Your proposal is accepted. Reading it we thought that an example in Spanish or in another "
        "language of the community could reach even more people: if that suits you, please add one. "
        "Thank you for sharing what you know!",
        "A sua proposta foi aceita. Ao lê-la pensamos que um exemplo em espanhol ou em outra língua "
        "da comunidade pode alcançar ainda mais gente: se você concordar, inclua um. Obrigado por "
        "compartilhar o que sabe!",
    ),
    (
        "changes_requested",
        "Falta concretar",
        "Nos interesa mucho tu propuesta y nos falta un poco para decidir: cuéntanos con más detalle "
        "qué vas a mostrar y qué se llevará quien asista. Bastan unas líneas; puedes cambiarla desde "
        "tu página.",
        "We are very interested in your proposal and need a little more to decide: tell us in more "
        "detail what you will show and what people will take home. A few lines are enough; you can "
        "change it on your page.",
        "Temos muito interesse na sua proposta e falta pouco para decidirmos: conte com mais detalhes "
        "o que você vai mostrar e o que as pessoas vão levar. Bastam algumas linhas; você pode "
        "alterá-la na sua página.",
    ),
    (
        "changes_requested",
        "Ajustar a quién va dirigida",
        "Nos gusta el tema. Para que llegue bien a las personas que participan, ¿puedes adaptar el "
        "nivel y explicar qué hace falta saber antes? Muchas empiezan ahora en PLN. Puedes cambiarla "
        "desde tu página.",
        "We like the topic. For it to reach the people who take part, could you adapt the level and "
        "say what one needs to know beforehand? Many are just starting in NLP. You can change it on "
        "your page.",
        "Gostamos do tema. Para chegar bem às pessoas que participam, você pode adaptar o nível e "
        "explicar o que é preciso saber antes? Muitas estão começando em PLN. Você pode alterá-la na "
        "sua página.",
    ),
    (
        "waitlisted",
        "Lista de espera, con motivo",
        "Tu propuesta nos gusta y ahora mismo no tenemos un hueco donde ponerla. La guardamos en "
        "lista de espera: si se libera un lugar te escribimos enseguida, y si no, nos encantaría "
        "verla en la próxima edición.",
        "We like your proposal and right now we have no slot for it. We keep it on the waiting list: "
        "if a place opens we will write to you at once, and if not, we would love to see it at the "
        "next edition.",
        "Gostamos da sua proposta e neste momento não temos um horário para ela. Ela fica na lista de "
        "espera: se abrir uma vaga escrevemos na hora, e, se não, adoraríamos vê-la na próxima "
        "edição.",
    ),
    (
        "rejected",
        "Más propuestas que huecos",
        "Gracias por el tiempo que dedicaste a tu propuesta. Recibimos muchas más de las que caben y "
        "esta vez no podemos incluirla. No es un juicio sobre tu trabajo: nos encantaría que "
        "volvieras a proponer y, mientras tanto, que compartas lo tuyo en Discord.",
        "Thank you for the time you gave to your proposal. We received many more than we have room "
        "for and cannot include it this time. This is no judgement of your work: we would love you to "
        "propose again and, meanwhile, to share it on Discord.",
        "Obrigado pelo tempo que você dedicou à sua proposta. Recebemos muito mais propostas do que "
        "cabem e desta vez não podemos incluí-la. Não é um julgamento sobre o seu trabalho: "
        "adoraríamos que você propusesse de novo e, enquanto isso, compartilhasse no Discord.",
    ),
    (
        "rejected",
        "Otro tema se le parecía mucho",
        "Gracias por tu propuesta. Llegaron varias sobre el mismo tema y tuvimos que elegir una para "
        "que el programa sea variado. Lo que cuentas interesa: si te animas, escríbenos y vemos "
        "juntos otra forma de compartirlo con la comunidad.",
        "Thank you for your proposal. Several came on the same topic and we had to choose one so that "
        "the programme stays varied. What you have to say matters: if you like, write to us and we "
        "will find another way to share it with the community.",
        "Obrigado pela sua proposta. Chegaram várias sobre o mesmo tema e tivemos que escolher uma "
        "para que a programação seja variada. O que você conta interessa: se quiser, escreva para a "
        "gente e buscamos outra forma de compartilhar com a comunidade.",
    ),
    (
        "rejected",
        "No es para esta edición",
        "Gracias por pensar en SomosNLP. El tema queda un poco lejos de lo que trabajamos en esta "
        "edición, así que no podemos incluirlo. Tenemos en cuenta tu nombre para cuando encaje mejor, "
        "y las puertas de la comunidad siguen abiertas.",
        "Thank you for thinking of SomosNLP. The topic is a little far from what this edition is "
        "about, so we cannot include it. We keep you in mind for when it fits better, and the "
        "community's doors stay open.",
        "Obrigado por pensar na SomosNLP. O tema fica um pouco longe do que trabalhamos nesta edição, "
        "então não podemos incluí-lo. Lembraremos de você quando combinar melhor, e as portas da "
        "comunidade continuam abertas.",
    ),
]


def seed(apps: Any, schema_editor: Any) -> None:
    """Add the notes to a table that has none."""
    note = apps.get_model("review", "CannedNote")
    if note.objects.exists():
        return
    note.objects.bulk_create(
        [
            note(move=move, title=title, text_es=es, text_en=en, text_pt=pt, position=position)
            for position, (move, title, es, en, pt) in enumerate(NOTES, start=1)
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("review", "0004_held_decisions")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
