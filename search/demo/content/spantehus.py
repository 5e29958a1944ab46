"""Spantehus Timber Homes: wooden houses, cut in a hall and raised in four days."""

from search.demo.notation import Company, Role, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Spantehus Timber Homes",
    slug="spantehus",
    logo="logos/demo.svg#spantehus",
    closing="""
        ## Hos oss
        Five weeks of holiday, home at four on ordinary days, a ski day in February and a paid hour of exercise a
        week. Whoever builds for us may buy materials at cost, once, for a house or for a very large shed.
    """,
    roles=(
        Role(
            title="Carpenter, Site Assembly",
            department="Building sites",
            locations=("Bergen, Norway", "Voss, Norway"),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("NOK", 265, 310),
            text="""
                On Monday there is a slab. On Thursday there is a roof, and the neighbours come to look. In between are
                five carpenters, a crane, and walls that fit because someone in the hall took the trouble. For the
                rest of the month you finish what was raised.

                ## What you do
                - Raise and connect elements, tape them airtight, and pass the pressure test.
                - Finish cladding, windows, stairs; we do the visible work ourselves.
                - Travel at times: one week in four away, with single rooms and dinner.

                ## What we look for
                - A trade certificate as a carpenter, from whichever country.
                - Norwegian, or English and a start on Norwegian; the course is paid.
            """,
        ),
        Role(
            title="CNC Operator, Timber Elements",
            department="Factory",
            locations=("Osterøy, Norway",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("NOK", 248, 289),
            text="""
                The machine cuts a rafter in forty seconds and never asks whether it is the right one. You do. Two
                operators per shift feed it with spruce from within ninety kilometres, and sort the offcuts, none
                of which is thrown away.

                ## What you do
                - Check the cutting files against the drawing before the first cut.
                - Choose boards: where the knots go decides how a wall behaves.
                - Sharpen, clean, oil, and keep the dust out of the lungs of all concerned.

                ## What we look for
                - Experience with machines for wood, metal or stone.
                - An eye for timber, which develops quickly in good company.
            """,
        ),
        Role(
            title="Architect, Small Houses",
            department="Design",
            locations=("Bergen, Norway",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("NOK", 620_000, 740_000),
            text="""
                Most of our customers will build one house in their lives, on a slope, in the rain. They have a budget
                and a folder of pictures that contradict one another. Five architects help them to a house of which
                every part fits on a lorry.

                ## What you do
                - Lead six to eight houses a year from the first walk on the site to the handover.
                - Draw for manufacture. An extra corner costs 18,000 kroner and you will say so.
                - Develop our catalogue of details, in particular where wood meets weather.

                ## What we look for
                - A master's degree in architecture and three years of built work.
                - Norwegian for the municipality's case officers.
            """,
        ),
        Role(
            title="Structural Engineer, Timber",
            department="Design",
            locations=("Bergen, Norway", "Remote, Norway"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("NOK", 690_000, 830_000),
            text="""
                Three storeys were our limit. A housing cooperative in Bergen has asked for six, in wood, with a
                concert room below. It can be done. You would show how, down to the screws, and how it behaves
                in a fire and under a double bass.

                ## What you do
                - Calculate and detail houses and the first larger buildings.
                - Test joints at full scale with the university, twice a year.
                - Answer site questions the same day, with a sketch.

                ## What we look for
                - Eurocode 5 in daily use, and a feeling for moisture.
                - You would climb up and look before you write an e-mail.
            """,
        ),
        Role(
            title="Plumber",
            department="Building sites",
            locations=("Bergen, Norway",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                We used to hire plumbers by the hour from others. Then our own carpenters began to plan walls around
                the pipes, and it became clear that the plumber should be at the table. You would be the second one
                on the payroll.

                ## What you do
                - Prefabricate bathroom walls in the hall on two days a week, dry and at working height.
                - Install, connect and commission on site on the others, heat pumps included.
                - Say no to a pipe in an outer wall, every time.

                ## What we look for
                - A trade certificate and the wet-room course.
                - Pleasure in improving something for the next forty houses.
            """,
        ),
        Role(
            title="Site Manager",
            department="Building sites",
            locations=("Voss, Norway",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("NOK", 640_000, 720_000),
            text="""
                Four houses at a time, in four stages, within an hour of each other. The site manager brings together
                crane, crew, electrician and weather, and rings the family on Friday with the week's news, be it
                dull or not.

                ## What you do
                - Plan deliveries so that nothing is moved twice.
                - Lead the safety round on Mondays. You can stop any work.
                - Check, photograph and sign every layer that will be covered by the next.

                ## What we look for
                - Years on building sites, and a time as foreman or deputy.
                - Order, humour, a driving licence.
            """,
        ),
        Role(
            title="House Adviser for Customers",
            department="Sales",
            locations=("Bergen, Norway",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("NOK", 510_000, 600_000),
            text="""
                Our show house is lived in. The adviser who lived there until last year still brings visitors to her
                kitchen, because nothing sells a wooden house like the sound of it. Her successor can have the
                kitchen, or another idea.

                ## What you do
                - Meet about five families a week, look at their plot and calculate with them.
                - Tell those who should not build. They send us their friends.
                - Stay their contact until a year after moving in.

                ## What we look for
                - Experience in selling large things to private people, or in building them.
                - You are paid a salary alone, without a share in the sale.
            """,
        ),
        Role(
            title="Summer Job in the Factory",
            department="Factory",
            locations=("Osterøy, Norway",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.TEMPORARY,
            salary=hourly("NOK", 192, 205),
            text="""
                From mid-June to mid-August twelve young people stand in for those on holiday. You will insulate,
                staple, sweep, load lorries and, from your third week, build a wall element from drawing to label.
                Several of our carpenters began like this, and one of our two managers.

                ## What you do
                - Work in pairs with someone experienced, 7:00 to 15:00.
                - Learn to use saw, nailer and overhead crane, with certificates you keep.
                - Build something small for yourself out of offcuts in the last week.

                ## What we look for
                - You are eighteen or older this summer and get up in time for the ferry.
            """,
        ),
    ),
)
