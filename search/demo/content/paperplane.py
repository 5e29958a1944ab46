"""Paperplane Maps: maps for those who go on foot, by bicycle or in a hurry to help."""

from search.demo.notation import Company, Role, monthly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Paperplane Maps",
    slug="paperplane",
    closing="""
        We are nineteen people in eleven countries without an office. You get the hardware you ask for, a desk
        allowance of €250 a month, 32 days of leave that we insist on, and two walking weeks a year, on which we
        test the maps and each other's knees.
    """,
    roles=(
        Role(
            title="Geospatial Engineer, Tiles",
            department="Engineering",
            team="Tiles",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 70_000, 86_000),
            text="""
                Dear map person, our planet file is 148 gigabytes and we cut it into tiles every night. On most
                nights it works. We would like someone who minds that “most”.

                ## Your first year, as far as we can see it
                - The nightly build drops from five hours to two, and resumes where it stopped.
                - Paths that cross tile borders stop wobbling. Hikers write to us about the wobble.
                - Contour lines get drawn from open elevation data in every country, not just in fourteen.

                ## We think you will need
                - C++ or Rust, and enough PostGIS to argue with a query plan.
                - A grasp of projections, simplification and what a vector tile really contains.
                - An eye for maps. Tell us about one that you love and what is wrong with it.
            """,
        ),
        Role(
            title="Cartographic Designer",
            department="Design",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 56_000, 68_000),
            text="""
                Dear reader of legends, a mountain rescue team uses our map at night, in gloves, on a cracked
                screen. A family uses the same map to find ice cream. Both should feel that it was drawn for them.

                ## Your first year, as far as we can see it
                - A night style that keeps eyes used to the dark and still shows a cliff.
                - Type that stays readable over rock, forest and our own enthusiasm for symbols.
                - Fewer icons. We have 340; we suspect that 120 would do.

                ## We think you will need
                - Published maps, on paper or screen, that people found their way with.
                - Fluency in one style language for vector maps.
                - Testing habits: you follow users outdoors, at a polite distance.
            """,
        ),
        Role(
            title="iOS Developer, Offline Maps",
            department="Engineering",
            team="Apps",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Dear maker of small computers, our app is at its best where there is no signal, which is why
                half of its work happens before people leave home. Downloads must be small, complete and honest
                about being neither.

                ## Your first year, as far as we can see it
                - Updates that fetch the changed tenth of a region rather than all of it.
                - Battery use under three per cent an hour with the track recorder on.
                - A watch app that shows the next turning and nothing else.

                ## We think you will need
                - Swift, and apps that people kept on their phones for years.
                - Profiling: you have found where the milliseconds and the milliamperes go.
                - VoiceOver experience, or the will to borrow our tester's patience.
            """,
        ),
        Role(
            title="Community Manager, Trail Reports",
            department="Community",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.PART_TIME,
            salary=monthly("EUR", 1_900, 2_200),
            text="""
                Dear gentle moderator, four thousand volunteers tell us about fallen trees, locked gates and a
                bull named Ferdinand. They are kind people who disagree about almost every path. We look for
                24 hours a week of somebody they can trust, Sundays included every other week.

                ## Your first year, as far as we can see it
                - Reports get an answer within a day, in the language they came in or in good English.
                - Landowners have a person to write to, and gates are shown as their owners wish.
                - The 30 most active volunteers meet for a weekend, for the first time.

                ## We think you will need
                - A past in open mapping, clubs, trail work or a lively library.
                - Two or three European languages, and tact in all of them.
            """,
        ),
        Role(
            title="Partnerships Lead, Rescue Services",
            department="Partnerships",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 66_000, 80_000),
            text="""
                Dear diplomat in walking boots, rescue services get our maps free of charge. They also need
                training, a contract their lawyers accept, and someone who answers on the morning after a
                difficult night. So far our founder did all this between two other jobs.

                ## Your first year, as far as we can see it
                - Twelve services in the Alps, the Tatras and the Pyrenees work with agreements that fit them.
                - One exercise each quarter with a real team on a real slope; you write what our map got wrong.
                - A fund, from donors you find, pays for the tablets.

                ## We think you will need
                - Experience inside a rescue or fire service, or years of working beside one.
                - Patience with procurement, plus German, French or Polish.
            """,
        ),
        Role(
            title="Backend Developer, Routing",
            department="Engineering",
            team="Routing",
            locations=("Remote, Europe", "Remote, Morocco"),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 68_000, 84_000),
            text="""
                Dear finder of ways, the shortest route over the hill is rarely the one that you would show to a
                friend. Our router knows steps, shade, surfaces and ferries. It does not yet know that a
                footpath in April may be a stream.

                ## Your first year, as far as we can see it
                - Seasons enter the graph, from snow fields to bathing beaches closed to prams.
                - Wheelchair routes leave their trial in Ljubljana and Rabat and become part of the app.
                - Answers within 80 milliseconds on the two servers we own.

                ## We think you will need
                - Graph algorithms in practice: contraction hierarchies or one of their cousins.
                - Rust, C++ or Java, and a dislike of clever code at two in the morning.
            """,
        ),
    ),
)
