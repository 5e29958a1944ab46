"""Juniper Sound: streaming for labels that fit around one table."""

from search.demo.notation import Company, Role, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Juniper Sound",
    slug="juniper",
    closing="""
        ## Side B
        - Four days a week, 32 hours, all year; Wednesdays belong to your own band, garden or child.
        - Working from home in Europe, plus a rehearsal room in Vienna that anyone may book.
        - €600 a year for concerts, no receipts asked for under €40.
    """,
    roles=(
        Role(
            title="Audio Services Engineer",
            department="Engineering",
            team="Audio",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 72_000, 84_000),
            text="""
                Juniper streams 1.9 million recordings from 2,300 small labels, and pays them per minute heard.
                Between the label's upload and a listener's ears sit our audio services: decoding, loudness,
                encoding, and a good deal of archaeology on files from 1998.

                ## Side A
                - Run the ingest: everything a label may send, from clean masters to a zipped CD-R.
                - Measure loudness once and store it well, so that players never guess.
                - Add gapless playback for live albums. Our listeners have been asking since the first week.

                ## Liner notes
                - Go, Rust or C++, and the theory behind a codec at least once upon a time.
                - Ears you trust, or a method that does not need them.
            """,
        ),
        Role(
            title="API Engineer, Streaming",
            department="Engineering",
            team="Platform",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                A kitchen radio in Turin, a cinema in Oulu and eleven apps we did not write play music through
                our public API. It is eight years old and loved, which makes it hard to change. We plan its
                second version and want somebody who will be gentle with the first.

                ## Side A
                - Design version two in the open, with the developers of those apps as reviewers.
                - Keep version one alive for three years, with a switch-off date known from the beginning.
                - Serve a seek within 100 milliseconds anywhere between Lisbon and Tallinn.

                ## Liner notes
                - HTTP in depth: ranges, caching, conditional requests.
                - Python or Go, and documentation that answered a question before it was asked.
            """,
        ),
        Role(
            title="Label Relations Manager",
            department="Labels",
            locations=("Vienna, Austria", "Remote, Europe"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 46_000, 54_000),
            text="""
                A label, for us, is often one person with a day job and forty boxes under the bed. They ask
                about payouts, metadata and why a song went missing in Belgium. You answer, you visit, and you
                take their side when our own plans forget them.

                ## Side A
                - Be the name that 600 labels in Central and Southern Europe write to.
                - Help newcomers through their first release, credits for the session drummer included.
                - Report the ten most frequent complaints each month, and chase them through the company.

                ## Liner notes
                - You ran a label, a distribution desk, a venue or a fanzine.
                - German, English, and Italian or Spanish.
            """,
        ),
        Role(
            title="Royalty Accountant",
            department="Finance",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 52_000, 60_000),
            text="""
                Once a month we divide 310 million minutes among 2,300 labels, to the tenth of a cent. The
                statements are public to those they concern, line by line, so an error has two thousand
                careful readers. You would be the one who reads first.

                ## Side A
                - Close the royalty month within eight working days, then explain it to anybody who asks.
                - Work with collecting societies in nineteen countries, each with a calendar of its own.
                - Write the checks you wish existed, in SQL, with an engineer at your elbow.

                ## Liner notes
                - Accounting experience, best of all with rights, licences or many small payees.
                - VAT across borders, reverse charge and withholding tax no longer surprise you.
            """,
        ),
        Role(
            title="Music Editor, Jazz and Improvised",
            department="Editorial",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.PART_TIME,
            text="""
                No algorithm chooses our front page. Seven editors do, each for a field they have lived in. The
                chair for jazz and improvised music is free, for sixteen hours a week, which will feel like
                six because you would be listening anyway.

                ## Side A
                - Choose five releases a week and write 80 words about each, signed with your name.
                - Host one long conversation a month with a musician, tuner, promoter or instrument maker.
                - Correct credits. The bass player is nearly always misspelt.

                ## Liner notes
                - A voice in writing: please send three reviews, one of a record you did not like.
                - Open ears well beyond the canon, and beyond the North Atlantic.
            """,
        ),
        Role(
            title="Support Agent for Listeners, English and Italian",
            department="Support",
            locations=("Remote, Italy", "Remote, Ireland"),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 32_000, 36_000),
            text="""
                Forty letters a day, most of them friendly. Someone cannot pay, someone's late father's account
                should stay open, someone hears a crackle at 2:14 that turns out to be on the vinyl. You answer
                in your own words; we have no canned replies, only good examples.

                ## Side A
                - Reply within one working day, and follow up after a fix without being asked.
                - Collect crackles, silences and wrong covers, and hand them to the audio team in order.
                - Decide on refunds up to €100 alone.

                ## Liner notes
                - Warm, exact writing in English and Italian.
                - Curiosity about how things work, from browsers to Bluetooth speakers.
            """,
        ),
    ),
)
