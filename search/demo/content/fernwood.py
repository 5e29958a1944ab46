"""Fernwood Robotics: machines that plant and tend young forests."""

from search.demo.notation import Company, Role, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Fernwood Robotics",
    slug="fernwood",
    logo="logos/demo.svg#fernwood",
    closing="""
        ## What you get
        - Two days a week together in Berlin for hybrid roles, the rest where you work best.
        - 30 days of leave, a learning budget, and field weeks in the Harz.
        - Boots. Everyone gets boots.
    """,
    roles=(
        Role(
            title="Senior Backend Engineer, Fleet Platform",
            department="Engineering",
            team="Fleet",
            locations=("Berlin, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 88_000, 108_000),
            text="""
                Four hundred planting machines work on slopes where the mobile signal comes and goes. The fleet
                platform is what they talk to when it comes: it hands out work, takes in logs and notices when a
                machine has been quiet for too long.

                ## What you will do
                - Own the job queue that tells a machine where to plant next, and that survives a week offline.
                - Cut the time between a fault on a hillside and a person knowing about it, now eleven minutes.
                - Move telemetry off the last of our hand-rolled sockets, one machine generation at a time.
                - Share the on-call week with eight others, half of them in Porto.

                ## What you bring
                - Several years with services that had to stay correct when the network did not help.
                - Python or Go, PostgreSQL, and one message broker whose failure modes you know by heart.
                - Post-mortems you wrote yourself and are not ashamed of.
            """,
        ),
        Role(
            title="Staff Engineer, Simulation",
            department="Engineering",
            team="Simulation",
            locations=("Berlin, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 105_000, 128_000),
            text="""
                Fernwood builds autonomous machines that plant and care for young forests. Every machine is
                rehearsed in simulation before it touches soil, and the simulation team decides what “rehearsed”
                means.

                ## What you will do
                - Own the scenario engine: weather, terrain and machine faults, replayed against each release.
                - Bring a full nightly run from six hours to under one, on hardware we already have.
                - Turn field logs into scenarios so that no incident is met twice.
                - Guide four engineers through design reviews and early decisions.

                ## What you bring
                - Years of building simulation, game or robotics engines in C++ or Rust, with Python at the edges.
                - A habit of measuring first, and of writing down what you learned.
                - Comfort with hardware that is sometimes muddy.
            """,
        ),
        Role(
            title="Perception Engineer, Night Vision",
            department="Engineering",
            team="Perception",
            locations=("Berlin, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Saplings like to be watered at night. Our cameras do not like the night at all. You would teach
                the machines to tell a two-year-old beech from a fern in the dark, with thermal and near-infrared
                cameras that cost less than a bicycle.

                ## What you will do
                - Train and prune detection models until they run at 15 frames a second on a 12-watt board.
                - Plan the recording nights in the forest, and come along on some of them.
                - Decide, with the safety team, what a machine does when it is not sure. Usually it stops.

                ## What you bring
                - Work with infrared, depth or low-light images beyond a course project.
                - PyTorch, and the patience to look at a thousand wrong detections one by one.
                - Clear statements of what a model cannot do, before somebody else finds out.
            """,
        ),
        Role(
            title="Site Reliability Engineer, Edge",
            department="Engineering",
            team="Fleet",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 82_000, 98_000),
            text="""
                Our servers are in a data centre in Frankfurt. Our computers are in four forests, bolted to things
                that climb. This role looks after the second kind.

                ## What you will do
                - Roll out system images to machines that are online for forty minutes a day, and roll them back.
                - Build the small local relay that lets a crew work through a day without any uplink.
                - Retire three of our five ways of collecting logs.
                - Write runbooks that a forester can follow with gloves on.

                ## What you bring
                - Linux on embedded or remote hardware: A/B updates, watchdogs, serial consoles.
                - Infrastructure kept as code, and the sense to keep that code short.
                - A home in a European time zone; you visit a field site about once a quarter.
            """,
        ),
        Role(
            title="Developer Experience Engineer",
            department="Engineering",
            team="Tools",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.CONTRACT,
            text="""
                Building all our software from nothing takes 74 minutes. We would like to hire you for nine months
                to make that number embarrassing to remember.

                ## What you will do
                - Measure where a developer's day goes, by sitting next to some of them (on a call is fine).
                - Bring the build, the test selection and the simulator under one command.
                - Leave behind documents and two trained colleagues, not a tool only you can repair.

                ## What you bring
                - A build system you have tamed before, such as Bazel, Buck or a very honest Makefile.
                - C++, Rust and Python read fluently, even if you write only one of them.
                - Experience as a contractor: you send one invoice a month and tell us early when a plan slips.
            """,
        ),
        Role(
            title="Field Technician, Harz",
            department="Operations",
            team="Field crew",
            locations=("Goslar, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 41_000, 48_500),
            text="""
                You start the day at the Goslar depot with coffee and a list of eight machines. You end it having
                brought at least seven of them back to work, from places where the last 600 metres are on foot.

                ## What you will do
                - Change tracks, batteries and planting heads outdoors, from March to November.
                - Read fault codes with a tablet, and tell the engineers when a code is misleading.
                - Look after the spare parts van as if it were yours.
                - Spend the winter in the workshop, on overhauls and on training for the next season.

                ## What you bring
                - Training in mechatronics, agricultural machinery or vehicle electrics.
                - A driving licence (class B; we pay for BE).
                - Enough German to talk with foresters, enough English to write a fault report.
            """,
        ),
        Role(
            title="Forest Ecologist",
            department="Science",
            locations=("Goslar, Germany", "Berlin, Germany"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            salary=yearly("EUR", 38_000, 44_000),
            text="""
                A machine can plant 1,100 trees a day. Whether it should, which ones, and how far apart is your
                question. We are looking for an ecologist for 24 hours a week, spread over the year as the
                seasons ask: more in spring and autumn, little in January.

                ## What you will do
                - Write planting plans for mixed stands with forest owners, 30 to 200 hectares at a time.
                - Return after one, three and five years and count what lived.
                - Tell the planning software's authors where a rule of thumb has been mistaken for a law.

                ## What you bring
                - A degree in forestry or ecology, and vegetation surveys of your own.
                - R or Python for your data, and a GIS you no longer swear at.
                - German for the owners; the company itself speaks English.
            """,
        ),
        Role(
            title="Safety Engineer, Machinery",
            department="Engineering",
            team="Safety",
            locations=("Berlin, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 79_000, 94_000),
            text="""
                People walk in forests. So do boars, dogs and, once, a wedding party. A machine of 340 kilograms
                has to stop for all of them, and you would be the one who signs that it does.

                ## What you will do
                - Keep the risk assessment alive: one document, always current, read by those who build.
                - Lead the conformity work for our next generation under the European machinery regulation.
                - Design the tests behind each claim, and stand in front of the machine for the last of them.

                ## What you bring
                - Functional safety in practice (ISO 13849 or IEC 62061), ideally on mobile machines.
                - The standing to say no on a Thursday before a Friday release, and to explain it kindly.
            """,
        ),
        Role(
            title="Buyer, Mechanical Parts",
            department="Operations",
            team="Supply",
            locations=("Berlin, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 52_000, 60_000),
            text="""
                One planting head has 212 parts from 31 suppliers. Two of those suppliers are single people with
                a lathe, and we want to keep it that way without betting the season on their holidays.

                ## What you will do
                - Buy turned, milled and cast parts in batches of fifty to two thousand.
                - Visit suppliers, mostly in Saxony, Bohemia and Lombardy, about five days a month.
                - Find second sources with the designers while a drawing can still be changed.
                - Pay people on time; our average is nine days and we are proud of it.

                ## What you bring
                - Some years of buying drawn parts, and you can read the drawings.
                - German and English; Czech or Italian would save us many misunderstandings.
            """,
        ),
        Role(
            title="Intern, Embedded Software",
            department="Engineering",
            team="Firmware",
            locations=("Berlin, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.INTERN,
            salary=hourly("EUR", "16.50"),
            text="""
                Six months, one real component, your name in its changelog. Past interns wrote the battery
                gauge, the lamp that shows a machine's mood, and the driver for a rain sensor that still works.

                ## What you will do
                - Take one sensor from its data sheet to the field: driver, tests, calibration, a short report.
                - Pair with a firmware engineer twice a week, and with whoever is near on the other days.
                - Spend one week in the Harz to see your code get wet.

                ## What you bring
                - You are enrolled in computer science, electrical engineering or something close to them.
                - Some C or Rust on a microcontroller, whether for a course, a club or a hobby.
                - Six months of time, starting in spring or autumn.
            """,
        ),
    ),
)
