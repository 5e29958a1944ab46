"""Thistlegate Legal: a law office in Edinburgh that publishes its fees."""

from search.demo.notation import Company, Role, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Thistlegate Legal",
    slug="thistlegate",
    closing="""
        ## Terms we offer everyone
        - A working day of seven hours. Work after 18:30 needs a partner's consent, and a reason.
        - 33 days of leave with public holidays, 9% employer pension, professional fees and courses paid.
        - No billing targets. The fees are fixed and printed on the wall in reception.
    """,
    roles=(
        Role(
            title="Solicitor, Housing and Tenancy",
            department="Housing",
            locations=("Edinburgh, United Kingdom",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 44_000, 55_000),
            text="""
                Four in ten of our clients rent. They come with mould, with eviction notices, with deposits that
                have gone missing. A letter settles most of it; the tribunal settles the rest. The housing group
                consists of three solicitors and a caseworker, and has a queue.

                ## The post
                1,200 enquiries a year, of which you would carry some 60 cases at a time, two mornings of drop-in
                advice each month, and perhaps fifteen appearances before the tribunal.

                ## The person
                - Admitted in Scotland, with up to five years since.
                - Able to give an answer in four sentences, and reasons in forty if asked.
                - Practised in legal aid forms, or ready to be.
            """,
        ),
        Role(
            title="Trainee Solicitor",
            department="All groups",
            locations=("Edinburgh, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 27_500, 31_000),
            text="""
                Two traineeships begin each September. You spend eight months in each of three groups: housing,
                family, and small business. You see clients from the first week, with a solicitor in the room, and
                from about the tenth month without one.

                ## How we choose
                + Two pages in answer to a question on our website. Names and universities are removed before we read.
                + A morning here with five others: a short draft, a client played by an actor, and lunch.
                + A conversation with two partners and last year's trainees.

                ## The person
                - Holds the Diploma in Professional Legal Practice by the start of the traineeship.
                - Has worked with people in some difficulty, in whatever role.
            """,
        ),
        Role(
            title="Family Law Paralegal",
            department="Family",
            locations=("Edinburgh, United Kingdom", "Dunfermline, United Kingdom"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            salary=yearly("GBP", 18_200, 21_000),
            text="""
                Separation has much paper in it: pensions, mortgages, school runs written out as schedules. A
                paralegal who keeps that paper in order spares both sides months. The post is for 21 hours a week
                on three days, one of which is in our Dunfermline room.

                ## The post
                - Gather financial disclosure and turn it into one table that both parties accept as true.
                - Draft minutes of agreement from our own styles.
                - Keep clients informed each fortnight, especially when nothing has happened.

                ## The person
                - Some years in a law office or court.
                - Sympathy that does not take sides, and a locked screen.
            """,
        ),
        Role(
            title="Legal Secretary",
            department="Office",
            locations=("Edinburgh, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 26_000, 29_500),
            text="""
                Court deadlines do not move. The diary that keeps them is the most valuable thing in this office,
                and two legal secretaries keep it. One of them is leaving to become a sheriff clerk, as did her
                predecessor; we seem to be a good place to leave from.

                ## The post
                - Run the diaries of six solicitors, with every deadline entered by one person and checked by another.
                - Audio typing, lodging of papers, and post that leaves on the day it is signed.
                - Receive clients in person, some of whom are having the worst week of their year.

                ## The person
                - Types quickly, proofreads slowly.
                - Knows civil court procedure, or similar work from a surgery or an agency.
            """,
        ),
        Role(
            title="Solicitor, Small Business and Social Enterprise",
            department="Business",
            locations=("Edinburgh, United Kingdom", "Remote, United Kingdom"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 48_000, 60_000),
            text="""
                A brewery owned by its drinkers. A village that bought its own shop. Two sisters, one van and a
                disagreement about the van. Our business clients seldom have more than twenty employees, and they
                want to know the price before they ask the question. It is on the wall.

                ## The post
                - Shareholder agreements, leases, employment, and community share offers.
                - Fixed-fee advice hours, bookable by anybody, on Wednesdays.
                - Plain contracts: you would bring our eleven standard documents below five pages each.

                ## The person
                - Three or more years admitted, in a general commercial practice.
                - Enjoys balance sheets of which the last three digits matter.
            """,
        ),
        Role(
            title="Cashier and Client Accounts Clerk",
            department="Finance",
            locations=("Edinburgh, United Kingdom",),
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("GBP", "15.20", "17.00"),
            text="""
                Clients' money is not the firm's money, and the bank accounts show it to the penny every single
                day. You would be the person who makes sure, in 25 hours a week, mornings preferred, alongside a
                finance manager who is glad to be checked.

                ## The post
                - Daily reconciliations, receipts, transfers, and bank forms of great age.
                - Verify identities and the source of funds before a file is opened.
                - Issue invoices that state one figure: the one that was quoted.

                ## The person
                - Has kept ledgers under the accounts rules, or in another regulated office.
                - Refuses politely, also to partners.
            """,
        ),
        Role(
            title=(
                "Knowledge Lawyer and Document Automation Lead, with Responsibility for the Public Self-Help Letters, "
                "the Style Bank, the Plain Language Review and the Training of All Fee Earners in Their Use "
                "(Maternity Cover, Twelve Months)"
            ),
            slug="knowledge-lawyer-maternity-cover",
            department="Knowledge",
            locations=("Edinburgh, United Kingdom",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.TEMPORARY,
            salary=yearly("GBP", 52_000),
            text="""
                The title was drafted by a committee. The job is simpler: about 9,000 people a year use the free
                letters on our website, to a landlord, an employer or a builder, and somebody has to keep those
                letters right. The same person tends the styles that we ourselves draft from.

                ## The post
                - Follow changes in the law and update letters within ten working days.
                - Build two new ones, on parking charges and on noise.
                - Review everything for plain language with a panel of twelve readers, who are merciless.

                ## The person
                - A solicitor, advocate or experienced law librarian.
                - Comfortable with templates and conditions, in whichever tool.
                - Writes short titles.
            """,
        ),
    ),
)
