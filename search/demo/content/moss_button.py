"""Moss Button Games: slow games about small creatures, made in Montréal."""

from search.demo.notation import Company, Role, as_stated, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Moss Button Games",
    slug="moss-button",
    logo="logos/demo.svg#moss-button",
    closing="""
        **Studio rules:** 35 hours, no crunch (the calendar slips, people do not), five weeks of vacation plus the
        last one of December, royalties for everyone whose name is in the credits, and a terrarium for each desk.
    """,
    roles=(
        Role(
            title="Gameplay Programmer",
            department="Programming",
            locations=("Montréal, Canada",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("CAD", 82_000, 101_000),
            text="""
                In *Snail Post* you deliver letters at 0.03 kilometres an hour and 800,000 people have done so. Our
                third game follows a beetle who repairs clocks. It needs hands that feel heavy, gears that mesh, and
                a programmer who will spend a week on how a key turns.

                ## In the workshop
                - Prototype with a designer in the mornings; finish things in the afternoons.
                - Own the clockwork: a physical simulation that must be believable and cannot jam.
                - Make it run on a six-year-old handheld at a steady 60 frames.

                ## In your bag
                - C# or C++ and a shipped game of any size, student projects included if we can play them.
                - A feeling for feel, and the vocabulary to discuss it.
            """,
        ),
        Role(
            title="3D Environment Artist",
            department="Art",
            locations=("Montréal, Canada", "Remote, Canada"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("CAD", 68_000, 84_000),
            text="""
                Our worlds are about a metre across. Moss is a forest in them, a puddle is a lake, and rust is geology.
                Before modelling anything we go to look at the real thing with a hand lens, usually in the park
                behind the bakery.

                ## In the workshop
                - Build the inside of a grandfather clock as a landscape of eleven levels.
                - Sculpt, texture and light, with a palette that the art director mixes in gouache first.
                - Keep within the budget of an old handheld's memory, about which we are sorry.

                ## In your bag
                - A portfolio of places rather than props.
                - Blender, Substance or equivalents; Unity from an artist's side.
            """,
        ),
        Role(
            title="Composer and Sound Designer",
            department="Audio",
            locations=("Remote, Canada",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.CONTRACT,
            salary=as_stated("CA$38,000 for the project, and royalties"),
            text="""
                Every gear in our next game has a pitch. When the player repairs a clock, the clock becomes music; if
                a tooth is missing, so is a note. We would like to work with one person on both the score and the
                sounds, for roughly eight months from spring.

                ## In the workshop
                - Find the tuning system with us, then write forty minutes of music that can come apart.
                - Record real clocks. We know a collector with ninety.
                - Put it all into the game yourself, with middleware or our own little mixer.

                ## In your bag
                - Adaptive music that you can send us a recording *and* an explanation of.
                - Liking for silence.
            """,
        ),
        Role(
            title="Producer",
            department="Production",
            locations=("Montréal, Canada",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("CAD", 78_000, 92_000),
            text="""
                Fourteen people, one game, twenty-six months. The last producer left us a board on which everybody can
                see what is being made, by whom, and what we have agreed not to make. The second list is longer and
                she was prouder of it.

                ## In the workshop
                - Plan in six-week chapters, each ending with something to be played by strangers.
                - Deal with console makers, ratings, translators, deadlines.
                - Say out loud in March what everyone will otherwise find out in October.

                ## In your bag
                - A game, film, exhibition or festival you have brought to its opening day.
                - French and English, both used in every meeting.
            """,
        ),
        Role(
            title="Conceptrice narrative ou concepteur narratif",
            department="Écriture",
            locations=("Montréal, Canada",),
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("CAD", 38, 46),
            language="fr",
            text="""
                Notre héros est un scarabée qui répare des horloges et qui ne parle pas. Autour de lui, une mite
                bibliothécaire, deux cloportes en procès et une araignée qui écrit des lettres n'arrêtent pas de parler.
                Il nous faut une plume pour vingt heures par semaine.

                ## À l'établi
                - Écrire les dialogues, d'abord en français, puis les revoir avec la traductrice anglaise.
                - Construire avec l'équipe une histoire qui tient debout même si l'on répare les horloges à l'envers.
                - Couper. Une réplique affichée ne dépasse pas onze mots.

                ## Dans votre sac
                - Un texte publié, joué, dessiné ou programmé : nouvelle, théâtre, bande dessinée, jeu.
                - Un outil comme Ink ou Twine, ou deux après-midis pour l'apprendre.

                ## Chez nous
                - Trente-cinq heures au plus pour qui est à temps plein, jamais de surcharge avant une sortie.
                - Des redevances pour chaque personne au générique, la vôtre comprise.

                Envoyez trois pages de dialogue, sans lettre de motivation.
            """,
        ),
        Role(
            title="Quality Tester, Accessibility",
            department="Quality",
            locations=("Remote, Canada",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("CAD", 27, 32),
            text="""
                *Snail Post* can be finished with one button, without sound, or without seeing the screen. Players wrote
                to us about each of these, and two of them later joined as testers. The next game is more
                complicated, so we would like a third, 20 hours a week.

                ## In the workshop
                - Play every build in at least three ways nobody else here plays.
                - Report what blocked you and what merely annoyed you, with a recording.
                - Sit in design reviews from the first sketch. Late fixes are poor fixes.

                ## In your bag
                - Your own daily experience of disability, or long professional practice with access.
                - Exact writing in English or French.
            """,
        ),
        Role(
            title="Community and Support Lead",
            department="Community",
            locations=("Montréal, Canada",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Our players knit snails. They also send bug reports in verse, fan letters from hospitals and a monthly
                complaint about a certain hedgehog. Everyone gets an answer from a human being, and you would be
                that human, along with a part-time colleague.

                ## In the workshop
                - Reply to about 60 messages a day, and turn patterns into tasks for the team.
                - Keep the forum a place where a ten-year-old may write.
                - Write our monthly letter; 90,000 people open it.

                ## In your bag
                - A community you have looked after, on- or offline, for longer than a year.
                - French and English, in which you can both console and decline.
            """,
        ),
        Role(
            title="Co-op Student, Tools Programming",
            department="Programming",
            locations=("Montréal, Canada",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.INTERN,
            salary=hourly("CAD", 27),
            text="""
                Artists here place moss by hand, tuft by tuft, because the brush that one of us wrote in a weekend makes
                it look combed. A better brush is a term's work and would be yours: design, code, and eleven opinions.

                ## In the workshop
                - Watch artists for a week, then write one page on what the tool should do.
                - Build it inside the editor, release early, and take the criticism with a biscuit.
                - Leave tests and a short film that explains the tool to your successor.

                ## In your bag
                - Two years of computer science or something you taught yourself as thoroughly.
                - C#, a bit of geometry, and four months from January, May or September.
            """,
        ),
    ),
)
