"""Vaudaire Regional Railways: metre gauge between lake and pass."""

from search.demo.notation import Company, Role, hourly, monthly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Vaudaire Regional Railways",
    slug="vaudaire",
    logo="logos/demo.svg#vaudaire",
    closing="""
        ## On our side
        - The free rail pass that you would expect, for your family too.
        - 41 hours a week, six weeks of holiday from the age of 50, five before.
        - Language courses in working time. Half of the network says *bonjour*, the other half *grüezi*.
    """,
    roles=(
        Role(
            title="Mécanicien·ne de locomotive",
            department="Exploitation",
            locations=("Aigle, Suisse",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("CHF", 74_000, 96_000),
            language="fr",
            text="""
                À 4 h 52, le premier train descend vers le lac avec les boulangers, les infirmières et le courrier. À
                0 h 16, le dernier remonte avec les musiciens. Entre les deux, il y a vous, une crémaillère et
                mille deux cents mètres de dénivelé.

                ## Votre travail
                - Conduire nos rames sur les quatre lignes, par tous les temps que la montagne propose.
                - Préparer, contrôler et garer les trains ; signaler ce qui sonne faux.
                - Parler aux voyageurs quand quelque chose s'arrête : tout de suite, simplement, deux fois.

                ## Votre profil
                - Un permis de catégorie B, ou l'envie de l'obtenir : la formation dure onze mois et elle est payée.
                - De bons yeux, de bonnes oreilles, un sommeil qui s'adapte aux horaires.
                - Le français ; des bases d'allemand, que nous compléterons ensemble.

                ## Nous offrons
                - Un roulement connu trois mois à l'avance et douze dimanches libres au moins.
                - Cinq semaines de vacances, l'abonnement général pour vous et vos proches.
            """,
        ),
        Role(
            title="Signalling Engineer",
            department="Infrastructure",
            team="Signalling",
            locations=("Bulle, Switzerland",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("CHF", 98_000, 121_000),
            text="""
                Our oldest interlocking was switched on in 1962 and has never been wrong. It has become slow, spare
                relays come from museums, and in six years it will be replaced. You would plan that change line by
                line, at night, with trains running every morning.

                ## What the post involves
                - Specify and check the new electronic interlockings with two suppliers.
                - Write the safety case and defend it before the federal office.
                - Attend the switch-overs yourself, about ten nights a year.

                ## What it takes
                - Railway signalling, or safety-critical automation and a great interest in railways.
                - French or German well, the other one a little.
            """,
        ),
        Role(
            title="Track Worker",
            department="Infrastructure",
            team="Permanent way",
            locations=("Aigle, Switzerland", "Bulle, Switzerland"),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("CHF", 5_150, 5_900),
            text="""
                The mountain moves the track, and we move it back. Groups of six replace sleepers, clear ditches,
                weld joints and, after storms, take a tree from the line before breakfast. You learn the
                trade on the job; several of the group leaders came from farming or forestry.

                ## What the post involves
                - Work by day in summer, by night for the big jobs, three nights in a row at most.
                - Take your turn as lookout, which is the one job in which nobody may talk to you.
                - Clear snow from points between December and March.

                ## What it takes
                - Strength, attention, and trust in the person next to you.
                - French or German for safety orders.
            """,
        ),
        Role(
            title="Timetable Planner",
            department="Operations",
            locations=("Vevey, Switzerland",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("CHF", 86_000, 104_000),
            text="""
                On a single line, trains can only meet where there is a loop. Ours are eleven kilometres apart, the
                connection at the lake waits for no one, and a school ends at 15:35. Out of this you make a
                timetable that people learn by heart.

                ## What the post involves
                - Construct the yearly timetable and a substitute one for each closure.
                - Simulate delays, and move reserves to where they help.
                - Hear the communes each autumn, and explain the minute they did not get.

                ## What it takes
                - Operations research, geography, a signal box, or a childhood spent with timetables.
                - French and German for meetings that switch between the two.
            """,
        ),
        Role(
            title="Train Attendant, Panoramic Service",
            department="Passengers",
            locations=("Vevey, Switzerland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.TEMPORARY,
            salary=hourly("CHF", "28.40", "30.10"),
            text="""
                From May to October the panoramic train climbs the pass three times a day. Guests come from forty
                countries, many for the only time in their lives. You check tickets, pour coffee on a gradient of
                18 per cent, and know which side to sit on.

                ## What the post involves
                - Four days a week including most weekends, with meals at the summit station.
                - Announcements in three languages, spoken live rather than from a tape.
                - Safety duties: doors, evacuations, the occasional cow.

                ## What it takes
                - French, German and English; Japanese, Korean or Arabic will be used every week.
                - Sure footing and a tray to match.
            """,
        ),
        Role(
            title="Rolling Stock Electrician",
            department="Workshops",
            locations=("Bulle, Switzerland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Thirty-four trainsets from three generations come to the Bulle workshop. The newest report their
                faults by radio. The eldest, built in 1977, report them by smell. You would look after both, in
                day shifts and on one Saturday a month.

                ## What the post involves
                - Find faults in traction, doors, heating and passenger information.
                - Overhaul converters on the bench, two from start to finish each quarter.
                - Help to plan the refit of the middle generation, and say where access hatches belong.

                ## What it takes
                - A Swiss certificate as electrician or automation technician, or an equivalent one.
                - Circuit diagrams read with pleasure.
            """,
        ),
        Role(
            title="Accessibility Lead, Stations",
            department="Infrastructure",
            team="Stations",
            locations=("Vevey, Switzerland",),
            employment_type=EmploymentType.PART_TIME,
            salary=yearly("CHF", 62_000, 71_000),
            text="""
                By law, all our 58 stations should have been usable without help by now. Nineteen are not. Some need
                a ramp; one needs a mountain to step aside. At 60 to 70 per cent of full time you would lead what
                remains, with a fixed yearly budget and your own name under the published progress.

                ## What the post involves
                - Rank the stations with disabled passengers, and keep to the ranking.
                - Commission platforms, ramps and tactile paths, and try each in a wheelchair before it opens.
                - Run the help line's service in the meantime, so that nobody is stranded.

                ## What it takes
                - Civil engineering or architecture, or long practice as an advocate for access.
                - Stamina in consultations.
            """,
        ),
        Role(
            title="Data Engineer, Delay Analysis",
            department="Operations",
            team="Control centre",
            locations=("Vevey, Switzerland",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("CHF", 102_000, 118_000),
            text="""
                A train that is two minutes late at one loop makes three others wait. Our control centre has felt
                this for decades; since last year, position data lets us see it. The data lies in four systems that
                have never been introduced to each other.

                ## What the post involves
                - Join train positions, signals, crews and weather into one history by the second.
                - Publish causes of delay each morning, including those that are our own fault.
                - Work with dispatchers on a display that suggests, and never orders, who waits for whom.

                ## What it takes
                - SQL, Python, streams of events with clocks that disagree.
                - A wish to sit in the control centre in a snowstorm and watch.
            """,
        ),
    ),
)
