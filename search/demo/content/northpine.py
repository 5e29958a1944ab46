"""Northpine Health: trial data shared between hospitals without sharing patients."""

from search.demo.notation import Company, Role, daily, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Northpine Health",
    slug="northpine",
    closing="""
        ## How we look after each other
        - Remote from anywhere in the EU, EEA or UK; we meet for four days every June and November.
        - Six weeks of leave, and sick leave that nobody counts.
        - One afternoon in ten for reading papers, with someone to discuss them.
    """,
    roles=(
        Role(
            title="Python Developer, Clinical Data",
            department="Engineering",
            team="Pipelines",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 74_000, 90_000),
            text="""
                Northpine helps hospitals share trial data without sharing patients. Our Python services clean,
                check and describe that data before anyone studies it.

                ## What you will do
                - Build validation pipelines that researchers can read and trust.
                - Move a decade of import scripts onto one well-tested service.
                - Work with clinicians in five countries, mostly in writing.
                - Review other people's checks as carefully as your own; two names stand on every release.

                ## What you bring
                - Solid Python and SQL, and tests you would show a regulator.
                - Care with other people's data.
                - Plain written English. Most of our arguments are settled in documents of one page.
            """,
        ),
        Role(
            title="Quality Engineer, Devices",
            department="Quality",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Some of our data comes from devices: pumps, monitors, a scale that speaks only French. Before a
                reading counts in a trial, someone has to show that it means what it says. That would be you.

                ## What you will do
                - Plan and run verification for eleven device adapters, with simulators and with the real thing.
                - Keep the traceability from requirement to test to result, without making it a second job.
                - Sit in on complaints, and follow each to a cause rather than to a closed ticket.

                ## What you bring
                - Quality work under IEC 62304 or ISO 13485, and a view on which parts of them help.
                - Test automation in Python; HL7 or FHIR seen from close up.
                - Space at home for a hospital monitor on loan. It beeps.
            """,
        ),
        Role(
            title="Biostatistician",
            department="Science",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 78_000, 93_000),
            text="""
                When nine hospitals pool results without pooling records, the mathematics becomes interesting.
                You would choose the methods, defend them to reviewers, and say when nine are too few.

                ## What you will do
                - Design federated analyses: what leaves each hospital, and what can be inferred from it.
                - Write statistical analysis plans together with the clinicians who will live with them.
                - Check for re-identification risk before every release, including the dull ones.

                ## What you bring
                - A doctorate or similar depth in statistics or epidemiology.
                - Survival analysis and mixed models in R; enough Python to read our pipelines.
                - A published correction, or the willingness to publish one.
            """,
        ),
        Role(
            title="Data Protection Officer",
            department="Legal",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.PART_TIME,
            salary=yearly("EUR", 46_000, 54_000),
            text="""
                We hold no names, and work hard to keep it so. Still, hospitals, patients and authorities have
                the right to ask us hard questions, and to get answers from somebody independent. Twenty hours
                a week, reporting to the board and to nobody else.

                ## What you will do
                - Advise on every new data flow while it is still a drawing.
                - Answer people who ask what we know about them. Usually it is nothing; you show them why.
                - Train the hospitals' study nurses, in their own words and at hours that suit wards.

                ## What you bring
                - Knowledge of the GDPR, and of at least one national law on health data.
                - Years close to medicine or research, so that your advice survives a ward round.
            """,
        ),
        Role(
            title="Clinical Trial Coordinator, Nordics",
            department="Clinical",
            locations=("Uppsala, Sweden", "Remote, Sweden"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("SEK", 516_000, 588_000),
            text="""
                Between a protocol and a patient there are forms, fridges, couriers and tired people. You know
                this because you have been one of them. Now you would help six Nordic sites to run trials with
                our tools, and tell us where the tools get in the way.

                ## What you will do
                - Prepare new sites: visits, training, the first awkward fortnight.
                - Keep an eye on missing data while it can still be asked for.
                - Spend about six days a month travelling, mostly by train.

                ## What you bring
                - Several years as a research nurse, trial coordinator or monitor; GCP training in date.
                - Swedish plus Norwegian, Danish or Finnish.
            """,
        ),
        Role(
            title="Security Engineer",
            department="Engineering",
            team="Platform",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 86_000, 102_000),
            text="""
                Hospitals get attacked on long weekends. We sit inside fourteen of their networks, which makes us
                a guest with duties. You would be our second security engineer, and the first one looks forward
                to being able to take a holiday.

                ## What you will do
                - Threat-model each new adapter with its authors, before code and again after it.
                - Run the key ceremony and the yearly exercise in which we lose a data centre on purpose.
                - Answer hospitals' questionnaires once, well, and publish the answers.

                ## What you bring
                - Offence or defence, as long as you have explained findings to people who had to fix them.
                - Applied cryptography: you would rather delete data than encrypt it.
            """,
        ),
        Role(
            title="Technical Writer, Regulatory",
            department="Quality",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.CONTRACT,
            salary=daily("EUR", 420, 520),
            text="""
                Our next product is a medical device in the eyes of the law, and wants a technical file. The
                engineers know everything that should be in it. None of them can bear to write it twice. We
                are looking for a writer for about 120 days over ten months.

                ## What you will do
                - Interview engineers and clinicians and turn what they say into a file that holds together.
                - Write instructions for use that a nurse reads to the end.
                - Build the templates, so that the second file takes half as long.

                ## What you bring
                - One complete technical file under the MDR that passed, and your part in it.
                - English of which every sentence could be read aloud.
            """,
        ),
        Role(
            title="People Partner",
            department="People",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Fifty-eight people in twelve countries, and until now our chief of staff answered every question
                about parental leave in Estonia herself. We are hiring our first person whose whole job is the
                people.

                ## What you will do
                - Be the first call for contracts, leave, conflict and good news.
                - Run hiring with us: clear adverts, four steps at most, an answer within ten days.
                - Bring order to pay. There are bands; there are also exceptions, and you may question them.

                ## What you bring
                - Personnel work across at least three European countries, with payroll partners.
                - Discretion that people notice, and a low opinion of slogans.
            """,
        ),
    ),
)
