"""Perkoz Shipyard: small ferries and research vessels, built in Gdynia."""

from search.demo.notation import Company, Role, hourly, monthly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Perkoz Shipyard",
    slug="perkoz",
    logo="logos/demo.svg#perkoz",
    closing="""
        ## The yard provides
        - Hot lunch, work clothes washed weekly, hearing protection moulded to your ear.
        - Private medical care from day one, 26 days of leave whatever your seniority.
        - A bonus for the whole yard when a ship leaves on its date. Last paid: April.
    """,
    roles=(
        Role(
            title="Welder, MAG and TIG",
            department="Hull",
            locations=("Gdynia, Poland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("PLN", 48, 66),
            text="""
                Hull 117 is an electric ferry for 300 passengers. Its aluminium superstructure begins in March. We
                are hiring four welders, two of them for aluminium.

                ## Work
                - Position welding of sections and assemblies, steel 5 to 20 mm, aluminium 4 to 12 mm.
                - Reading section drawings and keeping to the welding plan, distortion included.
                - Two shifts: 6:00–14:00 and 14:00–22:00. No nights.

                ## Needed
                - Valid certificates for MAG 136 or TIG 141 / MIG 131; we renew them with you.
                - Three years in a yard, on structures or on pressure pipes.
                - A test piece, welded on the day of your visit. Paid, whatever the result.
            """,
        ),
        Role(
            title="Naval Architect, Stability and Hydrodynamics",
            department="Design office",
            locations=("Gdynia, Poland",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("PLN", 14_500, 19_000),
            text="""
                We build nine to twelve ships in ten years, each of them different. A naval architect here sees
                a vessel from the first sketch for the tender until the inclining test, and stands on deck during
                that test.

                ## Work
                - Stability, freeboard, tonnage; damage cases for passenger vessels.
                - Hull lines with CFD, checked in the towing tank when the margin is thin.
                - Weight control: a spreadsheet, a crane scale and the courage to say what is too heavy.

                ## Needed
                - A degree in naval architecture, with a ship that floats to your credit.
                - NAPA or Maxsurf; Rhino helps.
                - Polish or English. The office uses both.
            """,
        ),
        Role(
            title="Ship Electrician",
            department="Outfitting",
            locations=("Gdynia, Poland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("PLN", 44, 61),
            text="""
                Sixty kilometres of cable go into an electric ferry, and each end of each cable has to arrive at
                the right terminal. You work in a crew of eight, first in the blocks, later on board, finally on
                sea trials in the bay.

                ## Work
                - Trays, penetrations, pulling, termination and testing.
                - Battery rooms and switchboards up to 1 kV DC, under a lock-out system that you help to keep.
                - Marking up drawings as built, legibly.

                ## Needed
                - SEP certificate up to 1 kV.
                - Shipboard experience, or industrial installation and good balance.
            """,
        ),
        Role(
            title="Crane Operator, 200 t Gantry",
            department="Transport",
            locations=("Gdynia, Poland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("PLN", 46, 58),
            text="""
                From the cabin, 42 metres up, you place sections of 150 tonnes to within a centimetre. Below are
                two slingers whose hand signals you will know better than their voices. The previous operator
                held the post for 27 years and will spend two months beside you.

                ## Work
                - Lifts by plan; you may refuse any of them without giving a reason before noon.
                - Daily checks of ropes, brakes and limit switches.
                - In strong wind: workshop, training, coffee.

                ## Needed
                - UDT licence for gantry cranes, category I S.
                - Calm. We have never hired for speed in this post.
            """,
        ),
        Role(
            title="Project Planner, Newbuilds",
            department="Projects",
            locations=("Gdynia, Poland",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("PLN", 11_000, 14_500),
            text="""
                A ferry consists of 4,800 activities. About forty of them matter on any given day, though not the
                same forty as yesterday. The planner knows which, and tells the foremen at 6:45, on their feet,
                in ten minutes.

                ## Work
                - The master plan, the eight-week plan and the weekly plan, in agreement with one another.
                - Progress measured at the section, with a torch.
                - Early warning to the owner's representative, together with a remedy.

                ## Needed
                - Planning of ships, plants, bridges or large buildings.
                - Primavera or MS Project, and faith in neither.
            """,
        ),
        Role(
            title="Buyer, Marine Equipment",
            department="Procurement",
            locations=("Gdynia, Poland",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                Winches from Norway, windows from Finland, thrusters from the Netherlands, chairs from Elbląg. A ship
                is largely bought, and late parts are how good yards become poor ones.

                ## Work
                - Enquiries, comparisons, negotiation, order and follow-up for about 120 items per vessel.
                - Class certificates and factory tests, some of which you attend.
                - Spare parts for owners, long after delivery. They remember.

                ## Needed
                - Technical purchasing, in shipbuilding for preference.
                - Polish and English, spoken and in contracts.
            """,
        ),
        Role(
            title="Occupational Safety Specialist",
            department="Safety",
            locations=("Gdynia, Poland",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("PLN", 9_200, 11_400),
            text="""
                The board at the gate shows days without a lost-time accident. In May it stood at 212; then a
                ladder slipped. We want the next figure to be longer and, above all, true: near misses are to be
                reported here, not hidden to save the board.

                ## Work
                - Walk the slipway and the halls each day, with the foreman of that area.
                - Hot work and confined space permits, gas measurement, rescue drills.
                - Accident investigation that ends with a change to a thing, not to a poster.

                ## Needed
                - State qualification in occupational safety and health.
                - Experience in heavy industry. You can talk with welders, and listen to them.
            """,
        ),
        Role(
            title="Student Internship, Ship Design",
            department="Design office",
            locations=("Gdynia, Poland", "Gdańsk, Poland"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.INTERN,
            salary=monthly("PLN", 4_900),
            text="""
                July to September, twelve weeks, for students after the third year. In the first three weeks you are
                in the halls: a week with the welders, a week with outfitting, a week in the mould loft. Then the
                design office, where you will understand why drawings have the notes they have.

                ## Work
                - Detail drawings of seats, ladders and hatches that will really be made.
                - One calculation of your own, for instance the anchor equipment of hull 119.
                - A talk of fifteen minutes at the end. The whole office attends.

                ## Needed
                - Studies in ocean engineering, mechanical engineering or ship technology.
                - Safety shoes in your size; we have the rest.
            """,
        ),
    ),
)
