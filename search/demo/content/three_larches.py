"""Three Larches Farm Co-op: nine farms in Vermont that share a dairy, a truck and a bookkeeper."""

from search.demo.notation import Company, Role, as_stated, hourly, weekly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Three Larches Farm Co-op",
    slug="three-larches",
    closing="""
        ## What comes with it
        A weekly box from all nine farms, health insurance for anyone over 25 hours, and after two years the right
        to buy a share and vote. Nobody works more than ten days in a row, hay or no hay.
    """,
    roles=(
        Role(
            title="Herdsperson, Dairy Goats",
            department="Livestock",
            locations=("Craftsbury, Vermont, United States",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("USD", "21.00", "24.50"),
            text="""
                Eighty-six goats, each with a name and an opinion. They are milked at five and at four, kid in March,
                and spend July looking for the weak spot in your fence. You would run the herd day to day, with
                one milker and a vet eleven minutes away.

                ## Through the year
                - Milking, feeding, hooves, records: the round that never stops.
                - Kidding season nights, shared among three, with a cot in the barn.
                - Breeding plans and pasture rotation, decided with the cheesemaker.

                ## Who fits
                - Two seasons or more with goats, sheep or cows, milking included.
                - You see a sick animal from across a field.
                - A cabin on the farm is yours for $300 a month, dog welcome.
            """,
        ),
        Role(
            title="Cheesemaker",
            department="Creamery",
            locations=("Craftsbury, Vermont, United States",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("USD", 49_000, 57_000),
            text="""
                We make four cheeses, two of them well known within sixty miles and one that won something in a
                field with a tent. The milk comes from two herds, and tastes of what they ate on Monday. Our
                cheesemaker is moving west in June and would like to hand over slowly.

                ## Through the year
                - Make on four days a week, 900 pounds of milk in winter and 3,000 in June.
                - Look after the cave: turn, brush, sniff, write down.
                - Keep the food safety plan in a state you could show to an inspector at breakfast.

                ## Who fits
                - You have made raw-milk cheese for sale and thrown some of it away.
                - You lift 50 pounds and enjoy washing up. It is half of the craft.
            """,
        ),
        Role(
            title="Vegetable Harvest Crew",
            department="Fields",
            locations=("Albany, Vermont, United States", "Greensboro, Vermont, United States"),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.TEMPORARY,
            salary=hourly("USD", "18.50", "20.00"),
            text="""
                June through October on two neighboring farms, 18 acres between them. Lettuce before the sun, beans
                after it, potatoes when it rains. The crew of ten has lunch together at a table for fourteen, since
                somebody always comes by.

                ## Through the season
                - Pick, bunch, wash and pack, from 6:00 to 2:30, five days a week.
                - Weed with a hoe, a flame and good company.
                - Take a turn at the Saturday market, if you want to.

                ## Who fits
                - First-timers and old hands. We teach, and pay the same from the second month.
                - You can come for at least ten weeks.
                - Bunkhouse free of charge; tents by the brook are popular.
            """,
        ),
        Role(
            title="Delivery Driver, Refrigerated Truck",
            department="Distribution",
            locations=("Hardwick, Vermont, United States",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("USD", "22.00", "24.00"),
            text="""
                Tuesdays to Burlington, Thursdays across the river into New Hampshire, Fridays around the villages.
                The truck carries cheese, greens, eggs and, by long habit, whatever one neighbor wants taken to
                another. About 26 hours a week.

                ## On the road
                - Load by 5:30 at the hub, with your own eyes on the temperature log.
                - Deliver to 34 stores, schools and restaurants, and talk with whoever signs.
                - Bring back crates and honest comments on the tomatoes.

                ## Who fits
                - A regular license is enough for this truck. Experience with mud season is a must.
                - You can handle stacked crates of 45 pounds.
            """,
        ),
        Role(
            title="Bookkeeper for Nine Farms",
            department="Office",
            locations=("Hardwick, Vermont, United States", "Remote, Vermont"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("USD", "29.00", "34.00"),
            text="""
                Farmers are up at four and would sooner mend a baler than open an envelope. For ten years the co-op
                has kept the books for all its members, in one system, with one person who also explains what the
                numbers mean. That person is about to retire. You would work 28 hours, fewer in summer.

                ## Through the year
                - Ledgers, payroll and sales tax for nine farms and the co-op itself.
                - A sit-down with each family in January: what carried, what cost.
                - Loan and grant papers, with the farmer's words and your arithmetic.

                ## Who fits
                - Bookkeeping for small or seasonal businesses.
                - Straight talk, privately given.
            """,
        ),
        Role(
            title="Orchard and Sugarbush Manager",
            department="Fields",
            locations=("Greensboro, Vermont, United States",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=as_stated("$52,000 and a share of the syrup"),
            text="""
                Six hundred apple trees that somebody planted in 1950, forty that we planted last year, and 4,200
                taps on the hill behind them. February to April you boil, the rest of the year you prune, graft,
                mow, pick and press. There is no dull month, except possibly early November.

                ## Through the year
                - Keep the tubing tight and the evaporator clean; make syrup that sells under our name.
                - Manage pests without spraying by the calendar.
                - Lead a crew of three, and a dozen pickers in September.

                ## Who fits
                - Years with fruit trees or in the woods, ideally both.
                - A chainsaw certificate and a pruning saw you would save from a fire.
            """,
        ),
        Role(
            title="Apprentice Farmer",
            department="Fields",
            locations=("Albany, Vermont, United States",),
            employment_type=EmploymentType.INTERN,
            salary=weekly("USD", 640),
            text="""
                Most of those who apprenticed here farm somewhere now, three of them next door. From April to
                November you rotate through four farms: vegetables, goats, grain, orchard. You are paid, fed and
                taught, and by fall you will know which part you want and which part wants you.

                ## How it runs
                + Seven weeks on each farm, with one farmer who answers your questions.
                + Every Wednesday afternoon a class: soil, welding, budgets, knots.
                + In October you write a plan for a farm of your own, and three farmers take it apart with you.

                ## Who fits
                - You are over eighteen. You need no farm background whatever.
                - You like finishing a row.
            """,
        ),
        Role(
            title="Grant Writer",
            department="Office",
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.CONTRACT,
            salary=hourly("USD", 45, 60),
            text="""
                A cold store for nine farms costs $410,000. A foundation may pay half of it if somebody fills in 46
                pages by the end of winter. We can milk, weld and graft; what we cannot do is write “capacity
                building” without laughing.

                ## Through the project
                - Visit for three days, or call for six, until you understand why onions need their own room.
                - Write two applications and a budget that our bookkeeper can stand behind.
                - Give us a calendar of smaller grants, with an honest guess at our chances for each.

                ## Who fits
                - Grants won for farms, food banks, land trusts or the like.
                - Roughly 120 hours between November and March are yours to arrange. Cheese is added to each invoice.
            """,
        ),
    ),
)
