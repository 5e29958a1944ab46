"""Lumen Harbor: software that harbours run on."""

from search.demo.notation import Company, Role, monthly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Lumen Harbor",
    slug="lumen-harbor",
    logo="logos/demo.svg#lumen",
    closing="""
        ## Aboard
        - A 36-hour week with full pay; Friday afternoons are quiet in every port we serve.
        - A public transport pass, or a bicycle, or both if you make a case for it.
        - Every newcomer spends one night shift beside a harbour pilot.
    """,
    roles=(
        Role(
            title="Platform Engineer",
            department="Engineering",
            team="Platform",
            locations=("Hamburg, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 79_000, 95_000),
            text="""
                Twenty-three harbours plan their day with our software. If it stops, ships wait, and a waiting
                container ship costs its owner about two thousand euros an hour. It has stopped twice in four
                years; your team would like it to be the last two times.

                ## Your watch
                - Run some forty services on Kubernetes in two data centres, one of them on a quay.
                - Rehearse failing over every month, in daylight, with the harbours told beforehand.
                - Give product teams a path from commit to port that needs no ticket and no favour.

                ## You know
                - Kubernetes from the side that breaks: networking, storage, certificates.
                - Terraform or a relative, and PostgreSQL well enough to restore one under stress.
                - How to write an incident note that a harbour master understands.
            """,
        ),
        Role(
            title="Frontend Engineer, Booking",
            department="Engineering",
            team="Booking",
            locations=("Hamburg, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                A ship's agent books tugs, pilots and linesmen at three in the morning, on a phone, in the rain.
                Our booking screens are for that person. They should need no training, no zoom and no luck.

                ## Your watch
                - Rebuild the order form as a short conversation: from nineteen fields to six and a summary.
                - Make every screen work by keyboard and screen reader; two of our largest users rely on it.
                - Keep the first page under 80 kilobytes. There is a chart of it in the kitchen.

                ## You know
                - HTML and CSS deeply, TypeScript soundly, one framework and its limits.
                - How to test with people rather than only with tools. We visit agents every other week.
                - German helps on the quay, English is spoken in the office.
            """,
        ),
        Role(
            title="Backend Engineer, Berth Planning",
            department="Engineering",
            team="Berths",
            locations=("Amsterdam, Netherlands",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Which ship goes where, and when, is a puzzle whose pieces change size while you look at them:
                tides, draughts, crane shifts, a captain who is early for once. Our planner proposes; a human
                planner decides; you build what lies between.

                ## Your watch
                - Extend the constraint solver to shared quays, the wish we hear most from inland ports.
                - Show why a plan was proposed, in words a planner would use.
                - Replay a year of real arrivals against each release and explain every difference.

                ## You know
                - Java or Kotlin in production, and some operations research: constraint or integer programming.
                - How to model time honestly. You have opinions about time zones, and scars.
            """,
        ),
        Role(
            title="Product Manager, Inland Ports",
            department="Product",
            locations=("Hamburg, Germany", "Duisburg, Germany"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 76_000, 90_000),
            text="""
                Inland ports have been asking us for years for a planner that knows about rivers: low water,
                locks, barges that double-park. We said “later” too often. Now it is later, and there is a team
                of five and no product manager.

                ## Your watch
                - Spend your first two months on quays in Duisburg, Mannheim and Basel before writing a roadmap.
                - Decide what the first version leaves out, and tell the ports so yourself.
                - Bring two of them live within a year, with their planners as witnesses.

                ## You know
                - Shipping, rail, trucking or another trade in which things are late.
                - How to lead by explaining. You will have no title to pull rank with.
                - German at a level for arguing with harbour masters.
            """,
        ),
        Role(
            title="Harbour Customer Support, Night Desk",
            department="Support",
            locations=("Hamburg, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=monthly("EUR", 1_980, 2_240),
            text="""
                Two nights a week, from 22:00 to 06:00, you are the voice that a dispatcher hears when the
                screen says something odd and a tanker is turning. Most calls last four minutes. Some nights
                there are none, and you may read.

                ## Your watch
                - Answer in German and English, find the cause or find the engineer on call.
                - Log each call in three sentences. The day team reads all of them.
                - Improve one help article a month; you know best which one misleads.

                ## You know
                - How to stay slow and friendly when the other side is neither.
                - Computers as a curious user. We teach the rest, over six paid weeks by day.
            """,
        ),
        Role(
            title="Hydrographic Data Analyst",
            department="Data",
            team="Berths",
            locations=("Amsterdam, Netherlands",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 58_000, 69_000),
            text="""
                Mud moves. A berth that was eleven metres deep in May may be ten in August, and our planner must
                know before a keel does. You turn survey files from nineteen authorities, in what feels like
                nineteen formats, into one depth we can stand behind.

                ## Your watch
                - Check incoming soundings against the last ones, and ring the surveyor when they disagree.
                - Model siltation between two surveys, with error bars that planners see.
                - Document each port's habits, such as the one that measures from a 1921 bollard.

                ## You know
                - Hydrography, geodesy or geology; vertical datums do not frighten you.
                - Python with raster tools, SQL with PostGIS.
            """,
        ),
        Role(
            title="Account Manager, Baltic Ports",
            department="Sales",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 64_000, 78_000),
            text="""
                Seven ports between Lübeck and Klaipėda use Lumen. They deserve one person who knows their
                names, their ice clauses and their budgets, and who turns up when it is not about a renewal.

                ## Your watch
                - Visit each port twice a year and write down what you saw, for all of us.
                - Handle renewals and extensions; you set the price within a band and can explain it.
                - Bring bad news yourself, early, with a date attached.

                ## You know
                - Selling something technical to public bodies, tenders included.
                - English and one of Polish, Lithuanian, Latvian, Swedish or Finnish.

                Pay is fixed. There is no commission, because we tried it and liked ourselves less.
            """,
        ),
        Role(
            title="Working Student, Accounting",
            department="Finance",
            locations=("Hamburg, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            text="""
                Invoices reach us in euros, kroner and złoty, on paper, by e-mail and once as a photograph of a
                ship's whiteboard. You help two accountants to make books of them, 16 hours a week in term time
                and up to 30 in the holidays.

                ## Your watch
                - Match payments and invoices, and ask politely about those that do not match.
                - Prepare travel expenses; pilots' tales come attached.
                - Take over one monthly report from start to finish within your first half year.

                ## You know
                - Bookkeeping from a course or an apprenticeship; you study something that uses it.
                - Spreadsheets well, German well, English enough for e-mail.
            """,
        ),
    ),
)
