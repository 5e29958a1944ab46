"""Oatfield Bank: a cooperative bank that began with seed loans."""

from search.demo.notation import Company, Role, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Oatfield Bank",
    slug="oatfield",
    logo="logos/demo.svg#oatfield",
    closing="""
        ## What the bank offers
        - 13 monthly salaries, a company pension of 6%, and a mortgage at the members' rate.
        - A day nursery on the second floor, open until 18:30.
        - After seven years a paid sabbatical of three months; 41 colleagues have taken theirs.
    """,
    roles=(
        Role(
            title="Backend Engineer, Payments",
            department="Technology",
            team="Payments",
            locations=("Frankfurt, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Oatfield was founded in 1887 so that farmers could buy seed before they had sold the harvest.
                Today 410,000 members send 1.3 million payments a day through us. Since instant payments became
                the rule, each has ten seconds.

                ## Your tasks
                - Develop the instant payment service in Kotlin, with four colleagues and one auditor.
                - Reconcile every cent each night, and find the cause when one is missing.
                - Replace the last batch jobs of 1994, with their author, who is still here and is charming.

                ## Your profile
                - Experience with money in software: idempotence, double entry, rounding.
                - A test for everything you were once sure of.
                - English for the team; German for the documents, at reading level.
            """,
        ),
        Role(
            title="Integration Engineer",
            department="Technology",
            team="Interfaces",
            locations=("Frankfurt, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 76_000, 88_000),
            text="""
                A bank speaks many dialects: ISO 20022, EBICS, SWIFT, three versions of FinTS, and a file from
                the dairy association that only the dairy association understands. The interfaces team
                translates. It has grown from three to five people and would like a sixth.

                ## Your tasks
                - Connect partners such as insurers, grain traders and tax offices to our core.
                - Write contract tests that warn both sides before a change hurts.
                - Move 60 point-to-point transfers onto one gateway, at a pace partners can follow.

                ## Your profile
                - Java or Kotlin, message queues, and XML without resentment.
                - Diplomacy. The other side's bug is often found first on our side.
            """,
        ),
        Role(
            title="Branch Adviser, Agriculture",
            department="Members",
            team="Wetterau branches",
            locations=("Friedberg, Germany", "Nidda, Germany"),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 48_000, 56_000),
            text="""
                A robot milking parlour costs as much as a house and pays back if the milk price behaves. The
                family across the table has thought about it for two years. You help them to think it through
                to the end, and now and then you advise against it.

                ## Your tasks
                - Look after some 140 farms: loans, savings, succession between generations.
                - Calculate plans on the farm, at the kitchen table, with the real figures.
                - Present larger loans to the committee, whose members milk cows themselves.

                ## Your profile
                - Bank training or a degree in agriculture; the missing half can be learned with us.
                - German as spoken in Hesse, or the wish to understand it.
            """,
        ),
        Role(
            title="Anti-Money-Laundering Analyst",
            department="Compliance",
            locations=("Frankfurt, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 54_000, 63_000),
            text="""
                Most alerts are harmless: an inheritance, a tractor sold for cash, a wedding. A few are not. You
                read about twenty a day, decide which deserve a closer look, and write down why, in words that
                would hold in front of a judge.

                ## Your tasks
                - Examine alerts and file reports of suspicion within the legal deadlines.
                - Tune the rules with a data scientist, so that honest members are asked less often.
                - Train the branches twice a year, with cases from our own files.

                ## Your profile
                - Law, criminology, banking or police work behind you.
                - Fairness. A name or a village is not a reason for suspicion here.
            """,
        ),
        Role(
            title="Product Designer, Online Banking",
            department="Technology",
            team="Member experience",
            locations=("Frankfurt, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 62_000, 74_000),
            text="""
                Our oldest member with online banking is 97. Our youngest is seven and saves for a rabbit hutch.
                Both log in on Saturdays. The next version of our online bank should suit them, and everyone
                whose hands shake or whose screen is small.

                ## Your tasks
                - Design transfers, statements and the warning that stops a fraud without scaring anybody.
                - Test every fortnight in a branch, with the people who happen to queue.
                - Maintain the component library together with two front-end engineers.

                ## Your profile
                - A portfolio with forms in it. Forms are what we do.
                - Knowledge of WCAG 2.2 and of plain language in German.
            """,
        ),
        Role(
            title="Internal Auditor, IT",
            department="Internal audit",
            locations=("Frankfurt, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                The supervisory board asks one thing of internal audit: tell us what management cannot see. For
                technology, that means cloud contracts, access rights, and whether the restore that worked on
                paper works on disks. Five auditors share the house; you would be the second for IT.

                ## Your tasks
                - Plan and carry out six audits a year, alone or in pairs.
                - Write findings that name a cause and an owner, on no more than four pages.
                - Return after six months to see what has changed.

                ## Your profile
                - A background in IT operations, security or auditing; CISA, or the wish to take it.
                - Knowledge of DORA and MaRisk, and German good enough to write in.
            """,
        ),
        Role(
            title="Mortgage Clerk, Land Register",
            department="Loans",
            locations=("Frankfurt, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            salary=yearly("EUR", 27_500, 31_000),
            text="""
                Before a loan is paid out, the charge on the land has to be in the register, with the right rank
                and the right plot. It is quiet, exact work for 20 to 25 hours a week. Mornings are usual, the
                distribution is yours to propose.

                ## Your tasks
                - Examine extracts, order charges from notaries, follow them until they are entered.
                - Release payments, and hold one back when a signature is missing.
                - Help to bring the archive of 1950 to 1990 into the new system.

                ## Your profile
                - You were trained in a bank, a notary's office or a court.
                - You like to finish things.
            """,
        ),
        Role(
            title="Data Analyst, Harvest Risk",
            department="Risk",
            locations=("Frankfurt, Germany", "Remote, Germany"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 66_000, 77_000),
            text="""
                A wet August shows up in our loan book in February. With satellite images, soil maps and prices
                it can be seen coming in September, early enough to ring the farm and talk about an extension.
                That call is what your analysis is for.

                ## Your tasks
                - Forecast yields for wheat, rape and sugar beet by district, with ranges and reasons.
                - Turn them into a list of members to be called, and learn from the calls.
                - Write the yearly climate stress test for the supervisor.

                ## Your profile
                - Statistics in R or Python, and remote sensing or agronomy as a second leg.
                - You explain a confidence interval without using the words.
            """,
        ),
    ),
)
