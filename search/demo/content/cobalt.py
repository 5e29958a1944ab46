"""Cobalt & Quill: a press that writes its own typesetting engine."""

from search.demo.notation import Company, Role, as_stated, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Cobalt & Quill",
    slug="cobalt-quill",
    logo="logos/demo.svg#cobalt",
    closing="""
        ## The house

        We are thirty-one people in a former piano factory in Leipzig. The canteen cooks at noon, every employee takes
        home one copy of each book, and the 29th and 30th days of leave are on the house. Send two pages about
        yourself and one page, by anybody, that you find well set.
    """,
    roles=(
        Role(
            title="Typesetting Engine Engineer",
            department="Engine room",
            locations=("Leipzig, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Our books are broken into lines and pages by a program of our own, forty thousand lines of Rust
                that began as a weekend and is now eleven years old. It sets Latin, Greek, Cyrillic and Hebrew.
                It is about to learn Arabic, and you would teach it.

                ## The work
                - Shaping and justification for Arabic, together with two type designers and a calligrapher.
                - Page breaking that weighs a whole chapter instead of a single spread.
                - A test suite of printed pages: when a line changes, somebody has to have wanted it.

                ## The person
                - Has written a compiler, layout engine, renderer or something of that stubbornness.
                - Knows OpenType tables better than is polite.
                - Will be here in person, since half of the work is looking at paper together.
            """,
        ),
        Role(
            title="Editor, Translated Fiction",
            department="Editorial",
            locations=("Leipzig, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 43_000, 49_000),
            text="""
                Nine novels a year reach our readers from languages that few of us speak. An editor here works
                with the translator from the first sample to the last comma, and then reads the proofs aloud to
                a colleague, chapter by chapter. It takes as long as it takes; that is the budget.

                ## The work
                - Four or five of those nine titles each year, with one debut among them.
                - Sample translations, reports and a vote at the Wednesday table, where every vote counts one.
                - Jacket texts without the words *gripping*, *luminous* or *tour de force*.

                ## The person
                - Edits German prose by ear, and reads at least two other languages, one of them Slavic.
                - Has seen a book through from manuscript to shelf.
            """,
        ),
        Role(
            title="Bookbinder",
            department="Bindery",
            locations=("Leipzig, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("EUR", "19.20", "22.40"),
            text="""
                Most of our print runs are bound by machine; the machine was built in 1978 and likes to be
                spoken to. The special editions are sewn by hand, sixty to three hundred copies of each. We need
                a third binder for both, because the second is retiring in summer and wants to teach first.

                ## The work
                - Folding, sewing, gluing, casing in; edges coloured and sometimes gilded.
                - Repairs for readers who send a loved book back to us, about four a week.
                - Care for the presses and for the drawer of brass type, which is older than all of us.

                ## The person
                - Finished an apprenticeship as a bookbinder, or learned the trade elsewhere and can show it.
                - Is on friendly terms with both millimetres and repetition.
            """,
        ),
        Role(
            title="Foreign Rights Manager",
            department="Rights",
            locations=("Leipzig, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            salary=yearly("EUR", 31_000, 35_000),
            text="""
                Last year a picture book about a shy tram driver went from Leipzig to fourteen countries. The
                rights desk, then one person strong, did not sleep much in Bologna. It shall become one and
                a half, and we look for the half: twenty hours a week, in office or at home.

                ## The work
                - Offer our children's and art books to publishers abroad, in letters that sound like letters.
                - Two fairs a year, Bologna and either Frankfurt or Guadalajara.
                - Contracts, royalties and the question of why a statement is late.

                ## The person
                - Knows copyright contracts in German and English; Spanish or Italian would be a gift.
                - Remembers faces, or keeps very good notes.
            """,
        ),
        Role(
            title="Setzerin oder Setzer für wissenschaftliche Werke",
            department="Satz",
            locations=("Leipzig, Deutschland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=as_stated("Nach Haustarif, Gruppe 4 bis 5"),
            language="de",
            text="""
                Fußnoten, die über drei Seiten wandern. Formeln, die sich weigern zu brechen. Ein Register mit
                achttausend Einträgen, davon einer falsch. Wenn Sie jetzt nicht weiterblättern, sollten wir uns
                kennenlernen.

                ## Ihre Arbeit
                - Sie setzen sechs bis acht Bände im Jahr, von der ersten Seitenprobe bis zur Druckfreigabe.
                - Sie sprechen mit Herausgeberinnen und Herausgebern, auch über das, was nicht geht.
                - Sie melden unserer Entwicklung, was das Satzprogramm besser können müsste. Sie sitzt nebenan.

                ## Was Sie mitbringen
                - Eine Ausbildung in der Mediengestaltung oder Erfahrung im Werksatz.
                - Mikrotypografie im Blick und die Rechtschreibung im Schlaf.
                - Grundkenntnisse in Altgriechisch oder Mathematik; ein Satz wie „das sieht falsch aus“ genügt.

                ## Was wir bieten
                - 35 Stunden in der Woche, Kernzeit von zehn bis drei.
                - Mittagessen aus der eigenen Küche, einen festen Platz am Nordfenster und Ruhe.

                Schreiben Sie uns gern auf Papier.
            """,
        ),
        Role(
            title="Intern, Book Design",
            department="Design",
            locations=("Leipzig, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.INTERN,
            salary=as_stated("€1,100 a month plus a room in the press's guest flat"),
            text="""
                For four months you design real pages for real shelves, beginning with a small one: the colophon,
                the last page of a book, which nobody reads except people like us. By the end you will have
                carried one whole title, from the grid to the proof.

                ## The work
                - Covers, in three rounds, with an editor who has read the book and asks that you do, too.
                - Paper: choosing it, feeling it, learning what it costs.
                - A day a week in the bindery, where designs meet glue.

                ## The person
                - Studies graphic design, illustration or something with letters in it.
                - Draws by hand before drawing by mouse.
                - Can live in Leipzig from March to June or from September to December.
            """,
        ),
    ),
)
