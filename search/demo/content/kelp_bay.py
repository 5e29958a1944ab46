"""Kelp Bay School: 540 pupils from five to eighteen, between the hills and Tasman Bay."""

from search.demo.notation import Company, Role, as_stated, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Kelp Bay School",
    slug="kelp-bay-school",
    closing="""
        ## Good to know
        Staff lunch is cooked by the Year 10 food class on Wednesdays and is better than it sounds. New people get a
        mentor, a desk by a window and their first two Fridays without duties. Kayaks may be borrowed.
    """,
    roles=(
        Role(
            title="Primary Teacher, Years 3 and 4",
            department="Junior school",
            locations=("Nelson, New Zealand",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("NZD", 61_300, 98_700),
            text="""
                Kia ora. Room 6 has twenty-four children, a worm farm, a view of the estuary, and a teacher who is off
                to have twins. We are looking for a permanent teacher to start in Term 2 and share the first fortnight
                with her.

                ## The role
                - Teach a composite class together with the room next door; the wall folds away.
                - Plan with two colleagues every Thursday, in school time.
                - Take the class to the mudflats each fortnight, whatever the subject.

                ## You
                - Are a registered teacher in Aotearoa, or can be by April.
                - Teach reading in a structured way and know why it works.
                - Use te reo Māori in the day's routines, at any level that is growing.
            """,
        ),
        Role(
            title="Teacher of Physics and Mathematics",
            department="Senior school",
            locations=("Nelson, New Zealand",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("NZD", 61_300, 98_700),
            text="""
                Last year's Year 12 class measured the speed of a wave by sitting on surfboards with stopwatches. The
                error bars were large and the argument about them was excellent. If you would have enjoyed that
                argument, please read on.

                ## The role
                - Physics in Years 11 to 13, mathematics in Years 9 and 10; no class above 26.
                - A laboratory with a technician in the mornings.
                - One activity beside lessons: robotics, tramping, choir, or something we have never had.

                ## You
                - Have a degree with plenty of physics and a teaching qualification.
                - Mark so that a pupil knows what to do next.
            """,
        ),
        Role(
            title="Teacher Aide",
            department="Learning support",
            locations=("Nelson, New Zealand",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("NZD", "26.20", "30.10"),
            text="""
                For 22 hours a week in term time you would work beside three children: one who needs movement, one who
                needs quiet, and one who needs a person to believe that he can do fractions. They are funny,
                determined, and in different rooms.

                ## The role
                - Support learning in class and step back whenever it goes well.
                - Help with eating and toileting for one pupil, with training from her physiotherapist.
                - Meet the learning support coordinator each Monday.

                ## You
                - Have spent time with disabled children or adults, at work or at home.
                - Notice small progress, and write it down for parents to read.
            """,
        ),
        Role(
            title="School Nurse",
            department="Student services",
            locations=("Nelson, New Zealand",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=yearly("NZD", 54_000, 61_000),
            text="""
                Grazed knees before ten, headaches before tests, and, several times a week, a conversation that was not
                about a headache at all. The nurse's room has two doors, so that nobody sees who goes in. Thirty
                hours a week, during term only, spread over five days.

                ## The role
                - First aid, medicines, and plans for pupils with diabetes, epilepsy or allergies.
                - A confidential clinic for Years 9 to 13 at lunchtime.
                - Immunisation days with the public health team.

                ## You
                - Are a registered nurse with three years in practice, and a current certificate.
                - Are someone teenagers talk to.
            """,
        ),
        Role(
            title="Caretaker",
            department="Property",
            locations=("Nelson, New Zealand",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("NZD", "28.50", "32.00"),
            text="""
                Eleven buildings, the oldest from 1926, one boiler, two playgrounds, a pool and an avocado tree that
                everyone thinks is theirs. The caretaker knows where each pipe runs. Ours has drawn a map and will
                explain it to you over a month, before he goes fishing for good.

                ## The role
                - Repairs, grounds, keys and alarms; contractors where the work is licensed.
                - Pool chemistry, tested twice daily in summer.
                - Let pupils help. Some of them find school easier with a spanner in hand.

                ## You
                - Have a trade, or have kept buildings in order for years.
                - Live within a quarter of an hour, for the nights when an alarm rings.
            """,
        ),
        Role(
            title="Kaiako Reo Māori",
            department="Whole school",
            locations=("Nelson, New Zealand", "Motueka, New Zealand"),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=as_stated("Collective agreement, plus the immersion teaching allowance"),
            text="""
                Our kapa haka group has grown from eleven to seventy. What has not grown with it is the number of
                hours in which the language is taught well. The board has put that right with a full post, shared
                with the small school at Motueka on one day a week.

                ## The role
                - Teach te reo from Year 1 to Year 13, in lessons and in the life of the school.
                - Guide colleagues, some fluent, some at their first greeting.
                - Strengthen ties with mana whenua, together with the principal.

                ## You
                - Speak te reo Māori fluently and hold, or are working towards, registration.
                - Bring waiata. And patience with pronunciation.
            """,
        ),
        Role(
            title="Executive Assistant to the Principal",
            department="Office",
            locations=("Nelson, New Zealand",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("NZD", 64_000, 71_000),
            text="""
                The principal teaches a class each day, on purpose, and needs somebody who makes the other hours hold.
                You would run her calendar, the board's papers and the yearly rhythm of reports, and know when to
                interrupt a lesson. It has happened twice.

                ## The role
                - Prepare board meetings and write minutes that record decisions rather than speeches.
                - Handle enrolments, from first visit to first day.
                - Answer complaints within a day, if only to say when the real answer will come.

                ## You
                - Have run an office, a household of seven or a ship's bridge.
                - Keep confidences without an effort.
            """,
        ),
        Role(
            title="Year 13 Boarding House Tutor",
            department="Boarding",
            locations=("Nelson, New Zealand",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.TEMPORARY,
            text="""
                Twenty-two pupils from farms and islands board with us during the week. A house tutor lives in, has
                dinner with them, is about during homework, and switches off the lights at half past ten, at least
                in theory. The post suits somebody who studies or trains in Nelson; it lasts a school year.

                ## The role
                - Four evenings and three nights a week, one Sunday afternoon in three.
                - Help with essays, ironing, homesickness and driving theory.
                - Report worries to the house manager, who is always reachable.

                ## You
                - Are over twenty and hold a first aid certificate.
                - Pass the children's worker safety check.

                You get a furnished flat with a sea view, all meals in term time, and a weekly allowance.
            """,
        ),
    ),
)
