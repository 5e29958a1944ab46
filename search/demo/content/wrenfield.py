"""Wrenfield Public Library: one main building, five branches and a bus full of books."""

from search.demo.notation import Company, Role, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Wrenfield Public Library",
    slug="wrenfield-library",
    logo="logos/demo.svg#wrenfield",
    closing="""
        ## City benefits
        Positions of 20 hours or more include medical, dental and vision cover, the city retirement plan and
        twelve paid holidays. All staff have a library card without a borrowing limit. It has been tested.
    """,
    roles=(
        Role(
            title="Children's Librarian",
            department="Youth Services",
            team="Main Library",
            locations=("Wrenfield, Oregon, United States",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("USD", 61_400, 74_900),
            text="""
                Tuesday story time begins at 10:15 and fills the room. So does the chess hour on Thursday, and the
                Saturday on which children read aloud to a very patient Labrador. You will inherit all three, and
                we hope that you will invent a fourth.

                ## The position
                - Plan and lead programs for children from birth to age eleven.
                - Choose books and other materials with a yearly budget of $48,000.
                - Visit every elementary school in town at least twice a year.
                - Work one evening a week and two Saturdays a month.

                ## Qualifications
                - A master's degree in library science, or in progress with a year to go.
                - Experience in front of children who did not choose to listen.
                - Spanish at a conversational level earns a supplement of 5%.
            """,
        ),
        Role(
            title="Library Assistant, Circulation",
            department="Public Services",
            team="Main Library",
            locations=("Wrenfield, Oregon, United States",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("USD", "18.75", "22.10"),
            text="""
                Last year 640,000 items crossed our front desk, along with umbrellas, a ferret, and many people
                who needed a form printed before noon. Library assistants welcome all of them.

                ## The position
                - 19 hours a week: two evenings until 8:00 and alternate Saturdays or Sundays.
                - Issue cards, check materials in and out, find what is on hold.
                - Show people how to print, scan and borrow e-books, at their speed.
                - Apply the rules kindly. We stopped charging late fees in 2019.

                ## Qualifications
                - High school diploma or GED.
                - A year of work with the public in any setting.
                - Ability to push a loaded cart of 90 pounds.
            """,
        ),
        Role(
            title="Bookmobile Driver and Clerk",
            department="Outreach",
            locations=("Wrenfield, Oregon, United States",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("USD", "23.40", "27.80"),
            text="""
                The bus makes 31 stops every two weeks, among them a cannery, three trailer parks, a retirement home
                and the end of a gravel road where one family waits with a wagon. You drive it, park it, open it and
                recommend things from its 2,900 volumes.

                ## The position
                - Drive the 28-foot vehicle in all weather, after training with our mechanic.
                - Check items out, take requests and bring them on the next round.
                - Restock each Monday; what the cannery reads in February differs from June.

                ## Qualifications
                - A clean driving record; we put you through the class B license.
                - You read widely, or ask well what others read.
            """,
        ),
        Role(
            title="Digital Archivist, Local History",
            department="Special Collections",
            locations=("Wrenfield, Oregon, United States",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.TEMPORARY,
            salary=yearly("USD", 58_000),
            text="""
                A closed newspaper left us 90,000 negatives in shoe boxes, 1931 to 1998. A grant pays one archivist
                for two years to make them findable: who is in the picture, where it was, and whether it may be shown.

                ## The position
                - Set up scanning with volunteers, and check their work without spoiling their pleasure.
                - Describe images so that someone looking for a grandmother finds her.
                - Publish them on open terms wherever rights allow.
                - Hold four evenings at which the town names its own faces.

                ## Qualifications
                - Training in archives or digital collections.
                - Metadata standards, preservation formats, a script or two for the dull parts.
            """,
        ),
        Role(
            title="Adult Literacy Tutor Coordinator",
            department="Learning",
            team="Eastside Branch",
            locations=("Wrenfield, Oregon, United States",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("USD", "25.60", "29.90"),
            text="""
                A mechanic who could not read the new manuals came to us at 52. He now tutors others. The program
                pairs 70 adults with volunteers for two hours a week, and a coordinator keeps those pairs going
                through night shifts, babies and discouragement.

                ## The position
                - Interview learners and tutors, and match them with care.
                - Train new tutors in three evening sessions each quarter.
                - Follow progress with goals that the learner has named: a license, a letter, a menu.
                - 24 hours a week, two evenings among them.

                ## Qualifications
                - Teaching adults, whether reading, English or a trade.
                - Spanish or Marshallese is useful every day.
            """,
        ),
        Role(
            title="Systems Librarian",
            department="Technical Services",
            locations=("Wrenfield, Oregon, United States", "Remote, Oregon"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("USD", 72_300, 88_100),
            text="""
                In our catalog, a search for “cat” finds Catullus first. The system is open source, the data is from
                four decades, and there has been nobody whose job it was to care about both. It is now a job.

                ## The position
                - Administer the library system and discovery pages for six locations.
                - Clean up records, beginning with the 11,000 that nobody can find by their own title.
                - Watch patrons search, once a month, and change what trips them up.
                - Protect reading histories by not having them.

                ## Qualifications
                - MARC, SQL and one scripting language.
                - A record of making something simpler for people who never noticed you did.
            """,
        ),
        Role(
            title="Custodian, Evenings",
            department="Facilities",
            locations=("Wrenfield, Oregon, United States",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("USD", "20.30", "23.70"),
            text="""
                The Main Library was built in 1913, and its oak tables still shine. That is no accident. The evening
                custodian takes over at 2:30, works alongside readers until closing, and has the building, its
                clocks and its quiet alone until 11:00.

                ## The position
                - Clean two public floors, restrooms and staff rooms with a partner.
                - Set up chairs for events: 20 for poetry, 200 for the seed swap.
                - Make small repairs, and report the others before they become large ones.
                - Wind the tower clock on Fridays.

                ## Qualifications
                - Some custodial or building work.
                - Good terms with teenagers, who will be there every day.
            """,
        ),
    ),
)
