"""Ottersheet: quotes and invoices for plumbers, painters and piano tuners."""

from search.demo.notation import Company, Role, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Ottersheet",
    slug="ottersheet",
    closing="""
        ## The fine print, in normal size
        Remote since 2014. Pay does not depend on where you live. Health, dental and vision paid for you and your
        family, 401(k) with a 5% match, four weeks off that you schedule in January so that they happen, and a
        sabbatical of six weeks every fourth year.
    """,
    roles=(
        Role(
            title="Customer Support Specialist",
            department="Support",
            locations=("Remote, United States", "Remote, Canada"),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("USD", 54_000, 62_000),
            text="""
                A roofer writes from a roof. She has sent the wrong invoice to the wrong customer and would like it not
                to have happened. You can help with that. You can also tell the product team, who will read
                your note tomorrow morning, why the two customers looked so alike on her screen.

                ## What you'll do
                - Answer around 45 messages a day, plus calls that people book with you.
                - Fix what you can in the account. Everyone in support can read the database.
                - Spend every fifth week with a product team, testing and writing help pages.

                ## What helps
                - Having run a small business, or having done the paperwork for one.
                - Writing that is short without being curt.
            """,
        ),
        Role(
            title="Product Manager, Getting Paid",
            department="Product",
            locations=("Remote, United States",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("USD", 128_000, 148_000),
            text="""
                Our customers are paid 19 days after the job, on average. Every day less is groceries. The Getting Paid
                team of four owns reminders, card payments, deposits and the awkward phone call that software may
                be able to spare people.

                ## What you'll do
                - Ride along with a tradesperson one day a month and write up what you saw.
                - Choose the next thing, and the five things it is chosen over.
                - Report on those 19 days each quarter, whichever way they went.

                ## What helps
                - Products for people who use them standing up.
                - Knowledge of payments: disputes, fees, and who carries the risk.
            """,
        ),
        Role(
            title="Full-Stack Developer",
            department="Engineering",
            locations=("Remote, United States", "Remote, Canada", "Remote, Mexico"),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("USD", 118_000, 146_000),
            text="""
                One Django application, one PostgreSQL database, eleven developers, 64,000 businesses. It is dull in the
                best way: we deploy nine times a day and nobody holds their breath. The pages are rendered on the
                server and weigh less than a photo of a water heater.

                ## What you'll do
                - Build whole features, from a sketch and a phone call to the release note.
                - Look after what you shipped. Being on call falls to you one week in eleven.
                - Delete code. We had 212,000 lines in 2020 and are at 171,000.

                ## What helps
                - Python and SQL in depth, HTML and CSS with care, JavaScript in moderation.
                - Migrations on big tables, done at noon.
            """,
        ),
        Role(
            title="Data Analyst",
            department="Operations",
            locations=("Remote, United States",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("USD", 88_000, 104_000),
            text="""
                Why do painters leave us in February? We had three theories, and a slide deck for each. An analyst took
                two weeks and found a fourth: they all close for winter and come back in April with a new e-mail
                address. She has since become head of finance, so her desk is free.

                ## What you'll do
                - Answer one large question a month and a few small ones a day.
                - Keep the shared definitions: what is a customer, what is a cancellation, what is “active”.
                - Say “we can't know that from this data” when it is true.

                ## What helps
                - SQL beyond the textbook, statistics, charts without decoration.
                - A background in a trade, a lab or a newsroom.
            """,
        ),
        Role(
            title="Staff Accountant",
            department="Finance",
            locations=("Remote, United States",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("USD", 76_000, 89_000),
            text="""
                We make invoicing software, and our own month-end used to take fourteen days. It takes six now. The
                person who got it there says that four is possible, and would love to have company.

                ## What you'll do
                - Revenue recognition for monthly and annual plans, in forty-one states and two provinces.
                - Sales tax filings, reconciliations, and the audit in March.
                - Use our product every day and complain about it in the right channel.

                ## What helps
                - A degree in accounting and two years of closes; CPA track supported.
                - Subscription revenue seen from the inside.
            """,
        ),
        Role(
            title="Sales Representative, Franchises",
            department="Sales",
            locations=("Remote, Texas", "Remote, Florida"),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("USD", 70_000, 95_000),
            text="""
                A single electrician signs up without talking to anybody. A franchise with 80 of them would like to
                talk, three or four times, and then wants training in a hotel conference room. Until now our chief
                executive did this and enjoyed it too much.

                ## What you'll do
                - Find and visit franchises in home services, two trips a month.
                - Run pilots with five locations and honest criteria for stopping.
                - Hand over to support in person, with names.

                ## What helps
                - Sales to owners rather than to committees.
                - Any year of your life spent in a van full of tools.

                The range above is the full target: 80% is salary, the rest commission on customers who are still
                with us after six months.
            """,
        ),
        Role(
            title="Recruiter and HR Generalist",
            department="People",
            locations=("Remote, United States",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("USD", 42, 50),
            text="""
                We hire eight or nine people a year and want each of the other 1,400 applicants to feel that somebody
                read what they sent. That is recruiting here. The HR half consists of leave, onboarding, and making
                sure the handbook stays under twenty pages. In total, 25 hours a week.

                ## What you'll do
                - Write job posts with the people who will work beside the newcomer.
                - Screen without software. We like reading.
                - Plan each first week, down to who has lunch with whom over video.

                ## What helps
                - Employment law in several states, and knowing when to call the lawyer.
                - Rejection letters that you would not mind receiving.
            """,
        ),
        Role(
            title="Counsel, Payments and Privacy",
            department="Legal",
            locations=("Remote, United States",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.CONTRACT,
            salary=hourly("USD", 140, 175),
            text="""
                Our terms of service are four pages long and have a readability score on top. Keeping them so while the
                law grows is work for a lawyer who enjoys subtraction. About 15 hours a week, for a year to begin with.

                ## What you'll do
                - Review payments features against money transmitter rules before they are built.
                - Negotiate with card processors and banks.
                - Answer support's legal questions in an open thread that all can learn from.

                ## What helps
                - A bar admission, and five years around payments or consumer privacy.
                - Opinions on semicolons.
            """,
        ),
        Role(
            title="Senior Product Designer, Mobile",
            department="Product",
            locations=("Remote, Canada", "Remote, United States"),
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Thumbs with paint on them. Direct sun. A customer standing there, waiting for a price. Our mobile quote
                screen has to work under those conditions in less than two minutes; at present it takes three and
                a half, and some people give up and use paper, which is excellent competition.

                ## What you'll do
                - Own the quote, from the first tap to the customer's signature.
                - Prototype on real phones and test them in driveways.
                - Look after type, color and touch targets across the app.

                ## What helps
                - Native mobile work shown step by step, dead ends included.
                - Research habits that outlive deadlines.
            """,
        ),
        Role(
            title="Spanish Translator and Localizer",
            department="Content",
            employment_type=EmploymentType.CONTRACT,
            salary=hourly("USD", 38, 46),
            text="""
                Every third plumber who signs up in Texas switches their phone to Spanish, and then meets our English.
                We are putting this right: app, help pages, e-mails, and above all the words on the invoice itself,
                which has to sound like a professional wrote it. About ten months of work at 20 hours a week.

                ## What you'll do
                - Write the glossary with five bilingual tradespeople: is it *cotización* or *presupuesto*?
                - Translate 9,400 strings, in context, with a developer who fixes what does not fit.
                - Train our first Spanish-speaking support colleague on the new terms.

                ## What helps
                - Native Spanish as spoken in Mexico or the southern US.
                - Interface work before; nothing teaches brevity like a button.
            """,
        ),
    ),
)
