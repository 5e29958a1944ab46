"""Drayhorse Logistics: parcels and pallets by rail, barge and cargo bike."""

from search.demo.notation import Company, Role, hourly, monthly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Drayhorse Logistics",
    slug="drayhorse",
    closing="""
        ## What you can count on
        - Permanent contract after the first month. No agencies.
        - Rosters known four weeks ahead, wages on the 24th.
        - Travel to work paid by the kilometre, at double rate if you cycle.
    """,
    roles=(
        Role(
            title="Warehouse Operative, Inbound",
            department="Warehouse",
            team="Venlo 2",
            locations=("Venlo, Netherlands",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("EUR", "15.60", "17.90"),
            text="""
                Thirty trailers a day are unloaded at Venlo 2. You check what comes out, label it and send it to
                the right aisle. There is daylight in the hall, music is decided by vote, and the scanner does not
                time your breaks.

                ## The shift
                - Early or late, changing every two weeks: 6:00–14:15 or 14:00–22:15.
                - Unload with pallet truck and belt, count, inspect, book in.
                - Set damaged goods aside with a photo and one line on what happened.

                ## You need
                - Sturdy shoes. The rest of the gear is ours.
                - Dutch, German, English or Polish; team leaders speak all four.
                - No experience. A forklift licence can follow after three months.
            """,
        ),
        Role(
            title="Forklift and Reach Truck Driver",
            department="Warehouse",
            team="Venlo 2",
            locations=("Venlo, Netherlands",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("EUR", "16.90", "19.40"),
            text="""
                Racks of eleven metres, aisles of 2.80, and a rule that whoever walks has right of way. We have had no
                collision since 2021 and hire drivers who find that more interesting than pallets per hour.

                ## The shift
                - Store and retrieve up to 22 pallets an hour. The system does not allow more.
                - Daily truck check, ten minutes, paid and not to be skipped.
                - Help out in packing when the racks are quiet.

                ## You need
                - A reach truck certificate, and a year of practice in narrow aisles.
                - Depth perception; we arrange the eye test.
            """,
        ),
        Role(
            title="Cargo Bike Courier",
            department="City delivery",
            locations=("Rotterdam, Netherlands", "Utrecht, Netherlands"),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("EUR", "15.90", "17.10"),
            text="""
                The last two kilometres of a parcel's journey are done by a person with good legs and an electric
                motor. Routes have 70 stops. You begin at a hub on the water, where the parcels arrive by barge, and
                are back there within four hours.

                ## The shift
                - Mornings or evenings, 12 to 24 hours a week, at fixed times that you choose.
                - Sort your own load. You will know best which door comes first.
                - Ring, wait, greet. A neighbour takes it only if the customer has said so.

                ## You need
                - Confidence in city traffic, also in November.
                - Basic Dutch, and a smartphone is provided.
            """,
        ),
        Role(
            title="Barge Skipper, Inland Waterways",
            department="Waterways",
            locations=("Rotterdam, Netherlands", "Duisburg, Germany"),
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 4_300, 5_100),
            text="""
                The *Clydesdale* carries 52 containers between Rotterdam and Duisburg on batteries that are changed
                at Nijmegen. Two weeks on board, two weeks at home, with a crew of three, a proper galley and a cabin
                of your own with a window above the waterline.

                ## The shift
                - Navigate, load to plan, look after ship and crew.
                - Change the battery containers, which takes 25 minutes when nobody hurries.
                - Try out a berth-booking app with its makers and tell them what you think.

                ## You need
                - The Union certificate as boatmaster, with radar endorsement, for the Rhine.
                - Dutch or German on the radio.
            """,
        ),
        Role(
            title="Transport Planner, Rail",
            department="Planning",
            locations=("Duisburg, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 47_000, 56_000),
            text="""
                Eleven trains a week to Verona, Wrocław and Lyon. Each has thirty wagons, three drivers, two
                borders and a slot that is gone if it is missed. You plan them and sit at the telephone when
                reality joins in.

                ## The shift
                - Order paths and drivers, book loads, keep wagons from standing empty in Verona.
                - One week in five on call, from home.
                - A review every Friday: what was late, and what do we change on Monday?

                ## You need
                - Training in freight forwarding, or years in rail or air operations.
                - German and English; Italian, Polish or French at will.
            """,
        ),
        Role(
            title="Customer Service Representative",
            department="Customers",
            locations=("Venlo, Netherlands", "Remote, Netherlands"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 2_550, 2_900),
            text="""
                “Where is my pallet?” is asked 400 times a day. Thirty times the answer takes detective work, and those
                thirty are your job; the others are answered by the tracking page, which your predecessors helped
                to write.

                ## The shift
                - Take charge of a case and keep it until it is closed, with the customer told at every turn.
                - Ring the driver, the hub or the neighbour.
                - Approve compensation up to €250 yourself.

                ## You need
                - Dutch, German and English to converse in; a fourth language gets used.
                - Persistence that sounds friendly on the telephone.
            """,
        ),
        Role(
            title="Software Engineer, Warehouse Systems",
            department="Technology",
            locations=("Rotterdam, Netherlands",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 68_000, 82_000),
            text="""
                Our warehouse system decides where a thing is put, and 260 people find out at once whether that was
                wise. Each engineer works one shift in the hall per quarter. It changes the backlog every time.

                ## What you would build
                - Slotting that keeps the heavy and the frequent between knee and shoulder.
                - A picker's screen with one instruction on it, in eight languages.
                - The switch from nightly stock files to events, customer by customer.

                ## You need
                - TypeScript and Node, or C# and a wish to move; PostgreSQL either way.
                - Interest in how people do physical work, and respect for their short cuts.
            """,
        ),
        Role(
            title="Workplace Safety and Health Coach",
            department="People",
            locations=("Venlo, Netherlands", "Duisburg, Germany"),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=yearly("EUR", 34_000, 38_500),
            text="""
                Backs, knees, hearing, sleep. Warehouse work is honest and it wears people down unless somebody
                watches how it is done. Our coach is in the halls, three days a week, at both sites, on all shifts.

                ## The shift
                - Observe, try out and change: table heights, lifting aids, the order of tasks.
                - See everyone who returns from illness, and plan the first weeks with them.
                - Lead the warm-up at 5:55. Attendance is voluntary and stands at eighty per cent.

                ## You need
                - A background in physiotherapy, ergonomics or occupational health.
                - Dutch and German.
            """,
        ),
        Role(
            title="Fleet Electrician, Trucks and Chargers",
            department="Fleet",
            locations=("Duisburg, Germany",),
            workplace=Workplace.ONSITE,
            salary=hourly("EUR", "21.40", "25.20"),
            text="""
                Forty-four electric trucks, six swap stations, nineteen fast chargers, one workshop with a smell of
                coffee rather than diesel. Two fleet electricians keep all that moving, and we are looking for the
                third.

                ## The shift
                - High-voltage checks and repairs, diagnosis by laptop and by multimeter.
                - Charger faults, from a broken plug to a sulking contactor.
                - Day shift, plus one Saturday in four.

                ## You need
                - Training as a vehicle or industrial electrician.
                - High-voltage qualification level 2; the third level we pay for.
            """,
        ),
    ),
)
