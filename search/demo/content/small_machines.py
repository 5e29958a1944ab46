"""Museum of Small Machines: clocks, toys, typewriters and whatever else turns, in Ghent."""

from search.demo.notation import Company, Role, as_stated, monthly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Museum of Small Machines",
    slug="small-machines",
    logo="logos/demo.svg#small-machines",
    closing="""
        *Working here:* a 38-hour week for full-time posts, meal vouchers of €8, a rail season ticket, and 20 leave
        days plus the ten when the museum is shut in January. The staff room has a music box that must be wound
        by the last person to leave.
    """,
    roles=(
        Role(
            title="Conservator of Clocks and Automata",
            department="Collections",
            locations=("Ghent, Belgium",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 3_350, 4_100),
            text="""
                A silver magpie of 1804 used to turn its head and steal a coin. It has not moved since the war. In the
                drawer beside it lie seventeen parts, of which perhaps twelve belong to it. You will have two years.

                Of our 5,300 objects about 400 are meant to run, and a museum that never runs them forgets what
                they are. Running them wears them out. The conservator lives with that contradiction and decides,
                object by object, in writing.

                We look for somebody trained in horological or metal conservation who works with file and
                microscope equally well, documents before touching, and enjoys explaining an escapement to a class
                of nine-year-olds on the first Thursday of the month. Dutch can be learned here. Patience cannot.
            """,
        ),
        Role(
            title="Gallery Host",
            department="Visitors",
            locations=("Ghent, Belgium",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=monthly("EUR", 1_450, 1_600),
            text="""
                Visitors may turn 22 of our machines themselves. Hosts stand beside them: they show how, catch the
                enthusiastic, and tell the story of the typewriter that wrote only one letter. It is 19 hours a week
                in two and a half days, weekends in rotation.

                - You open cases and switches in the morning and check that everything still stops when it should.
                - You give a twenty-minute tour at 11 and at 3, each in your own way.
                - You notice the visitor who has sat in front of the same music box for half an hour, and leave them be.

                You speak Dutch and English, and preferably French. You can stand for three hours, sit for a while,
                and stand again. Knowledge of machines is not needed; delight in them is.
            """,
        ),
        Role(
            title="Curator, Office Machines",
            department="Collections",
            locations=("Ghent, Belgium",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 3_600, 4_350),
            text="""
                Calculators, duplicators, typewriters, tills: 1,900 objects, collected by enthusiasts and catalogued
                by the same. We know every patent number. We know almost nothing about the women who used these
                machines for eight hours a day, and the next exhibition, in twenty months, is about them.

                - Research and write that exhibition, from oral histories to the last label of sixty words.
                - Decide what the collection should take in and, harder, what it should let go.
                - Answer letters from collectors. They know more than we do and should be told so.

                You have a degree in history, design or the history of technology, have made an exhibition that
                people stayed in, and write Dutch that needs no second reading.
            """,
        ),
        Role(
            title="Exhibit Developer, Electronics",
            department="Workshop",
            locations=("Ghent, Belgium",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.CONTRACT,
            salary=as_stated("€31,500 for the nine-month project"),
            text="""
                A telephone exchange with 50 lines is to be worked by visitors again. The original may not carry
                current, so we build a copy that looks, clicks and fails like it. Over nine months you make the
                electronics of that copy, next to a cabinetmaker who makes everything else.

                - Design boards and firmware that survive 200 children a day for ten years.
                - Keep parts ordinary, so that a colleague with a soldering iron can repair it in 2035.
                - Test with school classes from the third month, and take their verdict seriously.

                Bring microcontrollers, relays and a portfolio of things that strangers have been allowed to touch.
            """,
        ),
        Role(
            title="School Programme Educator",
            department="Education",
            locations=("Ghent, Belgium", "Kortrijk, Belgium"),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            text="""
                Take a clock apart. Put it together again. Is there a part left over? Then you have learnt something.
                That is our whole method, and 280 classes a year come for it. Since spring a suitcase version also
                travels to schools around Kortrijk.

                - Lead workshops for ages eight to fourteen, three days a week in term time.
                - Develop one new workshop a year with a teacher and a class who tell you the truth.
                - Adapt each of them for pupils who cannot see, hear or hold small things.

                You teach, or have taught, and your workbench does not have to be tidy. Dutch is the language of
                the classes; some come from French-speaking schools.
            """,
        ),
        Role(
            title="Collections Photographer",
            department="Collections",
            locations=("Ghent, Belgium",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.TEMPORARY,
            salary=monthly("EUR", 2_900, 3_200),
            text="""
                Brass is a mirror, glass is worse, and a music box has both. Half of our collection has never been
                photographed, or only by flash in 1986. For eighteen months you fill that gap, six objects a day, so
                that they can be seen by people who will never come to Ghent.

                - Set up a small studio in the old boiler room, and light each object on its own terms.
                - Film mechanisms in motion wherever the conservator allows one more turn.
                - Deliver files with correct colour and correct names; everything is published without charge.

                You know product or museum photography and colour management. You ask before you move an object.
            """,
        ),
        Role(
            title="Shop and Café Manager",
            department="Visitors",
            locations=("Ghent, Belgium",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 2_950, 3_300),
            text="""
                The café has eleven tables, the best waffles within two streets, and a wind-up toy on every saucer that
                comes back about nine times in ten. The shop next to it pays for our school programme. One person
                leads both, with a team of seven, most of them students.

                - Choose what we sell: made to last, repairable, and not a single plastic magnet.
                - Plan shifts around exams as well as around coach parties.
                - Cook or bake yourself when someone is ill.

                You have run a kitchen, a café or a shop, and can read a weekly figure and act on it. The hours are
                9:30 to 18:00, five days out of seven, with every second weekend off.
            """,
        ),
    ),
)
