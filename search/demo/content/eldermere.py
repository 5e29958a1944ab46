"""Eldermere Water: drinking water and sewers for a county of lakes."""

from search.demo.notation import Company, Role, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Eldermere Water",
    slug="eldermere-water",
    logo="logos/demo.svg#eldermere",
    closing="""
        ## The package
        - A final-salary pension, still, and 28 days of leave plus bank holidays.
        - Standby and call-out paid from the minute the telephone rings.
        - Two volunteering days a year, usually spent up to the waist in a beck.
    """,
    roles=(
        Role(
            title="Water Treatment Operator",
            department="Production",
            team="Langrigg Works",
            locations=("Langrigg, Cumbria, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 29_800, 34_600),
            text="""
                Langrigg takes water from a lake and makes it safe for 92,000 people, 31 million litres on an
                ordinary day. Most of the plant runs itself. The operator on shift is there for the hour in which
                it does not.

                ## Duties
                - Sample, test and adjust coagulation, filtration and chlorine.
                - Carry out rounds of the plant and first-line maintenance.
                - Record what you did and what you saw, for the colleague at 6:00.
                - Shifts of twelve hours, four on, four off.

                ## Requirements
                - GCSEs including a science, or equivalent experience in a process industry.
                - Willingness to work for the Level 3 operator qualification, with us, in eighteen months.
                - A full driving licence.
            """,
        ),
        Role(
            title="Leakage Technician",
            department="Networks",
            team="West",
            locations=("Whitehaven, United Kingdom", "Workington, United Kingdom"),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 28_400, 32_900),
            text="""
                A fifth of the water we treat never reaches a tap. It is in the ground, hissing, and can be heard at
                two in the morning by someone with a listening stick and patience. Our leakage teams found 3,100
                leaks last year. There are more.

                ## Duties
                - Locate leaks with loggers, correlators and your ears; one week in three at night.
                - Mark the spot. The diggers trust you to within half a metre.
                - Explain to householders why there is a person kneeling on their pavement.

                ## Requirements
                - Practical experience in utilities, plumbing, surveying or the like.
                - Normal hearing, tested at our cost.
                - Driving licence, and a head for wet weather.
            """,
        ),
        Role(
            title="Wastewater Process Scientist",
            department="Wastewater",
            locations=("Kendal, United Kingdom",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 37_500, 44_000),
            text="""
                Sewage works are farms of bacteria, and some of ours are unwell. New limits for phosphorus come
                into force in three years on eleven rivers that people swim in. You would find out what each works
                can do before we pour concrete.

                ## Duties
                - Survey sites, build process models, and run trials at full scale with the operators.
                - Investigate a failed sample within a day, and publish the cause on our website.
                - Advise on design, so that the engineers' tanks suit the microbes.

                ## Requirements
                - A degree in chemistry, microbiology or chemical engineering.
                - Three years in wastewater. The smell is no longer an issue for you.
            """,
        ),
        Role(
            title="Electrical and Instrumentation Technician",
            department="Maintenance",
            team="South Lakes",
            locations=("Kendal, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 35_200, 40_100),
            text="""
                Eighty-four pumping stations, some of them reached by quad bike, each with a panel, a level sensor and
                a reason of its own for going wrong in February. You cover the southern area with three others, from
                a van that you fit out yourself.

                ## Duties
                - Fault-finding on motors, drives, PLCs and flow meters, mostly alone.
                - Planned inspections, and calibration to a traceable standard.
                - Standby one week in four, with a rest day if you were out at night.

                ## Requirements
                - An apprenticeship or HNC in electrical or control engineering; BS 7671 in date.
                - Confined space training, provided before you start on site.
            """,
        ),
        Role(
            title="Customer Adviser, Billing and Hardship",
            department="Customers",
            locations=("Kendal, United Kingdom", "Remote, United Kingdom"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("GBP", "13.80", "15.10"),
            text="""
                People who cannot pay a bill often do not open it. When they ring at last, the first minute decides.
                We give advisers no script and no limit on the length of a call, and debts have fallen since we
                stopped doing both.

                ## Duties
                - Take about 35 calls a day on bills, moves, meters and money trouble.
                - Put people on the right tariff, write debt off within your authority, arrange a visit.
                - Recognise when the bill is the smallest of someone's worries, and know whom to ring.

                ## Requirements
                - A good listener, with two years of experience in care, advice, retail or a call centre.
                - After eight weeks' training in Kendal, three days a week may be worked at home.
            """,
        ),
        Role(
            title="Reservoir Safety Engineer",
            department="Assets",
            locations=("Kendal, United Kingdom",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 49_000, 58_500),
            text="""
                We own nineteen dams. The oldest, an earth embankment of 1848, has outlived six companies and is in
                better health than some of its successors. Dams give warning if they are watched, and you would
                lead the watching.

                ## Duties
                - Supervise the programme of visits, levelling and seepage measurement.
                - Act for the company with panel engineers, and see their recommendations through to the end.
                - Plan for floods beyond the records, and rehearse with the villages downstream.

                ## Requirements
                - Chartered civil engineer, or within a year of it, in geotechnics or dams.
                - The ambition to become a supervising engineer; we have two who will sponsor you.
            """,
        ),
        Role(
            title="Catchment Adviser, Upland Farms",
            department="Environment",
            locations=("Keswick, United Kingdom",),
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 33_000, 37_800),
            text="""
                Clean water begins on somebody's hill. When peat dries out, our filters see it; when a gully is
                blocked with wool and stones, they see that too. Seventy farms lie above our intakes. You are
                their contact, and you bring money as well as advice.

                ## Duties
                - Walk the land with farmers and agree works that serve the flock and the water.
                - Write and manage grants for peat, hedges, slurry stores and fences.
                - Measure results for ten years, long after the photograph in the newsletter.

                ## Requirements
                - Knowledge of hill farming that farmers will recognise as such.
                - A degree or equivalent practice in land management, ecology or soils.
            """,
        ),
        Role(
            title="Data Scientist, Demand and Drought",
            department="Planning",
            locations=("Kendal, United Kingdom", "Remote, United Kingdom"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("GBP", 46_000, 55_000),
            text="""
                A hot bank holiday doubles demand in three valleys, since visitors shower too. A dry spring does not
                hurt until September. Between the weather, the tourists and the lakes lies a forecast that decides
                when we ask people to save water. It had better be right, as they will do it only so often.

                ## Duties
                - Forecast demand for 64 zones a fortnight ahead, and inflow a season ahead.
                - Test the drought plan against 200 years of reconstructed rainfall.
                - Explain the result to the regulator, the press and the duty manager.

                ## Requirements
                - Time series work in Python or R that informed real decisions.
                - Hydrology is welcome and can be learned here.
            """,
        ),
        Role(
            title="Apprentice, Water Networks",
            department="Networks",
            locations=("Carlisle, United Kingdom",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.OTHER,
            salary=yearly("GBP", 19_400, 24_000),
            text="""
                Two years, a nationally recognised qualification, and a crew that remembers its own first burst main.
                Six apprentices start each September. In the past ten years 53 out of 60 have stayed.

                ## What you will learn
                + Hygiene, safety, and reading plans that were drawn by hand in 1930.
                + Laying and joining pipes in iron, plastic and, now and again, lead that has to come out.
                + Valves: finding them, turning them slowly, and what happens when you do not.
                + Talking with customers while standing in their road.

                ## Requirements
                - English and mathematics at grade 4, or functional skills that we can help you to complete.
                - You are sixteen or over. Two of our best were past forty.
            """,
        ),
    ),
)
