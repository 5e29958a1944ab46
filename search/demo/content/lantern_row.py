"""Lantern Row Theatre: a stage of 412 seats beside the docks."""

from search.demo.notation import Company, Role, as_stated, hourly, weekly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Lantern Row Theatre",
    slug="lantern-row",
    logo="logos/demo.svg#lantern",
    closing="""
        Everyone here gets two tickets for each production, a say in the annual *what next* evening, and rest days
        that stay rest days even in the week of an opening. Late trains are our problem: we pay the taxi.
    """,
    roles=(
        Role(
            title="Stage Manager",
            department="Production",
            locations=("Galway, Ireland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.CONTRACT,
            salary=weekly("EUR", 760, 840),
            text="""
                “Beginners, please.” From the first rehearsal to the last performance you hold the production
                together: the book, the calls, the props, the moods. This contract covers *The Salt Wife*, fourteen
                weeks from read-through to get-out, with eleven actors, live music and forty litres of water a night.

                ## Your show
                - Run rehearsals with the director and keep a book that a stranger could call the show from.
                - Cue 118 changes of light, sound and water.
                - Look after the company's hours, breaks and bruises.

                ## Your past
                - Three professional productions as stage manager or strong deputy.
                - First aid, or the willingness to do the course in week one.
            """,
        ),
        Role(
            title="Head of Wardrobe",
            department="Wardrobe",
            locations=("Galway, Ireland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 38_000, 43_000),
            text="""
                The store under the auditorium holds 6,200 garments, from doublets to hi-vis. It also holds moths,
                about which we have been winning since the freezer came. The wardrobe makes five productions a
                season, mends between shows and hires out to schools at €5 a costume.

                ## Your room
                - Lead two makers and a changing number of dressers.
                - Work with each designer from sketch to dress rehearsal, inside a budget you help to set.
                - Reuse first: two thirds of every show should come out of the store.

                ## Your past
                - Cutting and making for the stage, period shapes included.
                - A calm voice during a quick change of thirty seconds in the dark.
            """,
        ),
        Role(
            title="Lighting Technician",
            department="Technical",
            locations=("Galway, Ireland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 33_500, 37_500),
            text="""
                The rig went over to LED last summer, 164 fixtures of it, and our power bill fell by half. The old
                tungsten lamps are missed by two designers and by the cat. We need a third technician for
                productions, visiting companies and the odd wedding in the foyer.

                ## Your rig
                - Hang, focus and plot, from floor and from height.
                - Operate about ninety performances a year and keep the show files safe.
                - Maintain the fixtures on Mondays, when the building is dark and quiet.

                ## Your past
                - Programming on an Eos console, and electrical training fit for mains.
                - Work at height; we renew the tickets.
            """,
        ),
        Role(
            title="Box Office Assistant",
            department="Front of house",
            locations=("Galway, Ireland",),
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("EUR", "14.80", "15.60"),
            text="""
                People ask at the window whether the play is sad, whether there is a lift and whether their aunt may
                change her Tuesday for a Friday. The right answers sell more seats than posters do. It takes fifteen
                hours a week: three evenings, or two and the Saturday matinee.

                ## Your window
                - Sell and exchange tickets, by hand, telephone and chat.
                - See every production in previews, so that you can describe it truthfully.
                - Count the till to the cent and laugh about the one that is left over.

                ## Your past
                - Any job in which strangers came to you with questions.
            """,
        ),
        Role(
            title="Learning and Youth Theatre Coordinator",
            department="Learning",
            locations=("Galway, Ireland",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 36_000, 40_000),
            text="""
                Ninety young people rehearse here every week. Some will act for a living; most will not, and will
                have learned to stand up and say a thing clearly. There is a waiting list of forty, and your first
                task would be to make it shorter without making the groups bigger.

                ## Your groups
                - Plan terms for six groups, hire the tutors, and lead one group yourself.
                - Visit schools on both sides of the county, some of them by ferry.
                - Direct the summer show in the shipyard hall, with whoever signs up.

                ## Your past
                - Teaching drama or community arts; child safeguarding training in date.
                - Some Irish, enough for Carraroe. More would be lovely.
            """,
        ),
        Role(
            title="Resident Playwright",
            department="Artistic",
            employment_type=EmploymentType.CONTRACT,
            salary=as_stated("€18,000 for the year, plus royalties"),
            text="""
                We give one writer a year: a desk above the paint shop, a key, actors for four workshop weeks, and
                nobody asking how it is going before Easter. At the end we hope to read a full-length play. We have
                first refusal on it; if we refuse, it is yours and so is the fee.

                ## Your year
                - Write.
                - Read new scripts with us for one morning a month.
                - Lead a free evening course for beginners in autumn, eight Tuesdays long.

                ## Your past
                - One play or radio drama performed anywhere, by anyone.
                - Send twenty pages and a letter saying what you would like to find out. No synopsis.
            """,
        ),
        Role(
            title="Scenic Carpenter",
            department="Workshop",
            locations=("Oranmore, Ireland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.TEMPORARY,
            salary=weekly("EUR", 720, 790),
            text="""
                For the winter production a lighthouse must turn on stage, carry four people and fit through a door
                2.1 metres wide. The drawings exist. From September to mid-December we need a carpenter to help to
                make them stand up.

                ## Your bench
                - Build flats, trucks and a spiral stair in timber and light steel.
                - Fit up on stage in the last two weeks, then take everything apart in one night.
                - Label the parts for storage; the lighthouse is going on tour.

                ## Your past
                - Joinery or set construction, and safe habits with machines.
                - Drawings read without assistance, measurements taken twice.
            """,
        ),
        Role(
            title="Finance Officer",
            department="Administration",
            locations=("Galway, Ireland",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            salary=yearly("EUR", 27_000, 30_000),
            text="""
                A theatre's money arrives in small tickets and large grants and leaves in timber, wages and
                wigs. Someone must know on any Tuesday how much is really there. You would do so for 22 hours a
                week, alongside a director who can read a balance sheet and a designer who cannot.

                ## Your books
                - Keep the ledgers, pay invoices within two weeks, reconcile the box office every Monday.
                - Report to three funders in three templates, on time.
                - Sit down with each head of department monthly, with tea.

                ## Your past
                - Bookkeeping for a charity, a club or an arts company.
                - Irish payroll, including people who are employed for nine days.
            """,
        ),
    ),
)
