"""Brackenmoor General Hospital: 380 beds at the edge of a moor."""

from search.demo.notation import Company, Role, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Brackenmoor General Hospital",
    slug="brackenmoor",
    logo="logos/demo.svg#brackenmoor",
    closing="""
        ## Practical things
        - Rotas are published eight weeks ahead, and swaps need one message, not a form.
        - Free parking for night staff, £3 hot meals at any hour, a crèche from 6:30 to 20:30.
        - Flats for newcomers at £480 a month for the first half year.
    """,
    roles=(
        Role(
            title="Staff Nurse, Acute Medical Unit",
            department="Nursing",
            team="Ward 4",
            locations=("Brackenmoor, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 31_200, 38_100),
            text="""
                Ward 4 takes patients from the emergency department for their first 48 hours. You will have six
                patients by day and eight at night, a healthcare assistant for every two nurses, and a sister
                who is on the floor.

                ## The job
                - Assess, observe and act: you are the one who sees the change first.
                - Give handover at the bedside, with the patient as part of it.
                - Mentor students from your second year, with an hour a week set aside for it.

                ## What we ask for
                - Registration with the NMC. Newly qualified nurses are welcome and get a six-month preceptor.
                - Calm in the first ten minutes of an emergency.

                Come and see a shift before applying. The ward's number is at the end of the form.
            """,
        ),
        Role(
            title="Hospital Porter",
            department="Estates and facilities",
            locations=("Brackenmoor, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("GBP", "13.20", "14.65"),
            text="""
                A porter walks about eleven miles a shift here. You move patients to scans and theatre, blood to
                wards, and at times someone who has died, with the same care. Patients remember their porter
                more often than their surgeon.

                ## The job
                - Respond to requests on a handheld device, most urgent first.
                - Fetch gas cylinders, beds and samples, and check what you have fetched.
                - Talk to frightened people, or be quiet with them.

                ## What we ask for
                - No certificates. We train moving and handling, gases and life support in your first month.
                - You can stand and walk for most of a day.
                - Early, late and night shifts in turn, one weekend in three.
            """,
        ),
        Role(
            title="Clinical Pharmacist, Elderly Care",
            department="Pharmacy",
            locations=("Brackenmoor, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 46_500, 53_000),
            text="""
                The average patient on our elderly care wards arrives with eleven medicines. Leaving with seven
                is often the better treatment. You will join ward rounds on three wards and have the time, by
                agreement with the consultants, to take a proper history first.

                ## The job
                - Reconcile medicines within a day of admission, with the family or carers on the phone.
                - Suggest what to stop, and follow up with the GP six weeks later.
                - Run the Thursday falls clinic together with a physiotherapist.

                ## What we ask for
                - GPhC registration and two years on wards.
                - A prescribing qualification, or the plan to gain it; we fund the course.
            """,
        ),
        Role(
            title="Diagnostic Radiographer, CT",
            department="Imaging",
            locations=("Brackenmoor, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 37_300, 44_900),
            text="""
                Our second CT scanner opened in spring, and with it a list for people who cannot lie flat, cannot
                hear instructions or cannot bear closed rooms. Appointments on that list last forty minutes. You
                would work across both scanners, one week in four on the slow list.

                ## The job
                - Scan in- and outpatients, trauma included, about fourteen a day.
                - Cannulate, watch for reactions, justify doses.
                - Take part in the on-call rota, one night in nine, with the following day off.

                ## What we ask for
                - HCPC registration. CT experience helps; without it you train with us for six months.
            """,
        ),
        Role(
            title="Ward Clerk, Children's Ward",
            department="Administration",
            locations=("Brackenmoor, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("GBP", "12.95", "13.70"),
            text="""
                You are the first face at the door of the children's ward: for parents who have not slept, for
                grandparents with balloons, for consultants looking for a set of notes. It is 25 hours a week,
                Monday to Friday, 8:00 to 13:00.

                ## The job
                - Greet, admit and discharge on the system, and book follow-up visits before families leave.
                - Answer the telephone so that nurses need not.
                - Keep the toy cupboard list. It is a serious list.

                ## What we ask for
                - Quick and exact typing, and a good memory for names.
                - Experience at a reception, a school office or a busy shop.
            """,
        ),
        Role(
            title="Sterile Services Technician",
            department="Sterile services",
            locations=("Brackenmoor, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("GBP", "13.10", "14.40"),
            text="""
                Every operation starts in a basement room, where somebody has washed, checked, packed and
                sterilised each clamp and scissor. On a busy day that is 190 trays. A missing instrument stops a
                theatre; a dirty one does harm. This work matters, and it is done without an audience.

                ## The job
                - Take apart, clean and inspect instruments under a magnifier.
                - Assemble trays from photographs and lists, and sign for them.
                - Load and release the sterilisers, with records that can be traced for thirty years.

                ## What we ask for
                - Good eyes, steady hands and honesty when something has been dropped.
                - Two shifts, 6:00 to 14:00 and 13:30 to 21:30, every fourth Saturday.
            """,
        ),
        Role(
            title="Consultant in Emergency Medicine",
            department="Emergency department",
            locations=("Brackenmoor, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                The department saw 71,000 people last year: farm injuries, walkers off the moor, and the ageing
                population of four valleys. Six consultants share the work. A seventh would let us cover evenings
                until midnight on every day of the week.

                ## The job
                - Lead the floor, teach on it, and review children and major trauma yourself.
                - Ten programmed activities, two and a half of them for teaching, audit or research.
                - On call one in seven, from home, twenty minutes away at most.

                ## What we ask for
                - A place on the specialist register, or within six months of one.
                - Colleagues who would work with you again. We ask three of them.

                Pay follows the national consultant contract.
            """,
        ),
        Role(
            title="Physiotherapist, Stroke Rehabilitation",
            department="Therapies",
            locations=("Brackenmoor, United Kingdom", "Lower Heaton, United Kingdom"),
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 36_400, 43_700),
            text="""
                After the ward comes the house with the steep stairs. Our stroke team follows patients from the
                first day to the twelfth week, so that the person who taught them to stand is also the one who
                sees the kitchen. Half of your week is in hospital, half is on the road.

                ## The job
                - Treat a caseload of about fourteen, with an occupational therapist beside you.
                - Set goals in the patient's own words: “carry tea to my wife” is a good one.
                - Measure outcomes at discharge and at three months, and look at them as a team.

                ## What we ask for
                - HCPC registration and a rotation in neurology or elderly care.
                - A driving licence; the car is ours.
            """,
        ),
        Role(
            title="Infrastructure Analyst, Clinical Systems",
            department="Digital",
            locations=("Brackenmoor, United Kingdom",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 39_000, 46_000),
            text="""
                When the patient record is down, nurses write on paper and someone types it in afterwards. Last
                year that happened for nine hours in total. You would work in a team of seven to bring it to
                three, and to make the paper hours less painful.

                ## The job
                - Look after virtual servers, storage and the interfaces between thirty clinical systems.
                - Carry out changes at night four times a year, on the ward if need be.
                - Walk the wards for one morning a month and fix what annoys people.

                ## What we ask for
                - Windows Server and networking; HL7 interfaces would be a bonus.
                - You explain an outage to a surgeon without acronyms.
            """,
        ),
        Role(
            title="Bank Healthcare Assistant, Nights and Weekends",
            department="Nursing",
            locations=("Brackenmoor, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.TEMPORARY,
            salary=hourly("GBP", "13.60", "17.20"),
            text="""
                Bank staff choose their own shifts. Students, retired nurses and a lorry driver are among the
                sixty people who step in when a ward is short. You say what you can do each month, and are paid
                every Friday for the week before.

                ## The job
                - Help patients to wash, eat, walk and sleep.
                - Take and record observations, and tell a nurse at once when a number looks wrong.
                - Sit with a confused patient through a night, if that is what is needed.

                ## What we ask for
                - Either care experience, or five paid training days before your first shift.
                - At least two shifts a month, so that your skills stay fresh.
            """,
        ),
    ),
)
