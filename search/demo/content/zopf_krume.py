"""Zopf & Krume: seventeen bakeries between Graz and Linz."""

from search.demo.notation import Company, Role, as_stated, hourly, monthly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Zopf & Krume",
    slug="zopf-krume",
    logo="logos/demo.svg#zopf",
    closing="""
        **From the oven:** bread and coffee on every shift and a bag to take home, two fixed days off in a row,
        monthly pay fourteen times a year, and a bakery car for those who start before the first bus.
    """,
    roles=(
        Role(
            title="Bäckerin oder Bäcker, Sauerteig",
            department="Backstube",
            locations=("Graz, Österreich",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 2_480, 2_900),
            language="de",
            text="""
                Unser Sauerteig heißt Rosalie und ist dreiundvierzig Jahre alt. Wer ihn führt, beginnt um zwei Uhr
                nachts, riecht, greift, wartet und bäckt bis neun rund neunhundert Laibe, zu dritt und ohne
                Fertigmischung.

                ## Das tun Sie
                - Teige ansetzen, führen und aufarbeiten, vor allem Roggen und Dinkel.
                - Am Holzofen backen; er verzeiht wenig und lohnt alles.
                - Lehrlingen zeigen, woran man einen reifen Teig erkennt.

                ## Das bringen Sie mit
                - Einen Lehrabschluss als Bäckerin oder Bäcker oder viele Jahre am Ofen.
                - Freude an der Nacht und Ruhe in der letzten Stunde vor dem Aufsperren.

                ## Das bekommen Sie
                - 36 Stunden an vier Nächten, Nachtzuschlag vom ersten Tag an.
                - Vierzehn Gehälter, Überzahlung nach Können, Brot für die ganze Familie.

                Kommen Sie für eine Nacht zum Mitbacken. Sie wird bezahlt.
            """,
        ),
        Role(
            title="Shop Assistant, Linz Landstrasse",
            department="Shops",
            locations=("Linz, Austria",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=hourly("EUR", "13.40", "14.60"),
            text="""
                Between seven and half past eight the queue reaches the tram stop. Four of you serve it, one makes
                coffee, and most people are known by their order. We look for someone for 20 or 25 hours, early
                shifts and every second Saturday.

                ## Your day
                - Sell bread, slice it, and know which loaf is still warm.
                - Bake rolls through the morning so that the last is as fresh as the first.
                - At closing, pack what is left for the food bank and write down what there was too much of.

                ## You
                - Are wide awake at 5:45, or act it well.
                - Speak German; Turkish, Bosnian or Ukrainian will make many customers happy.
            """,
        ),
        Role(
            title="Pastry Chef",
            department="Bakehouse",
            team="Pastry",
            locations=("Graz, Austria",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 2_650, 3_100),
            text="""
                Our counter holds twelve cakes: nine that people's grandmothers knew and three that change with
                the season. The three are yours. So are the nine, which are harder, because everybody remembers
                how they ought to taste.

                ## Your day
                - Start at five with sponge and cream, finish at one with tomorrow's list.
                - Cost each new cake honestly, your own hours included, before it goes on the counter.
                - Make wedding cakes from April to September, two a week at most.

                ## You
                - Are a trained pastry chef and can show us something you have simplified.
                - Temper chocolate without a machine when the machine is on strike.
            """,
        ),
        Role(
            title="Delivery Driver, Early Round",
            department="Logistics",
            locations=("Graz, Austria",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("EUR", "14.20", "15.30"),
            text="""
                Four electric vans leave the bakehouse at 4:10 and visit nine shops, two hospitals and the kitchen of
                a monastery. You unload quietly, because people sleep above our shops, and you are home for a
                late breakfast.

                ## Your day
                - Load by the round's order, drive it, stack the crates on the right shelves.
                - Bring back empties and yesterday's bread, which goes to a brewery.
                - Report a dented door before somebody else finds it.

                ## You
                - Hold a class B licence and know how to drive on snow.
                - Lift 14 kilograms many times a morning.
            """,
        ),
        Role(
            title="Regional Manager, Seven Shops",
            department="Shops",
            locations=("Linz, Austria", "Steyr, Austria", "Wels, Austria"),
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 3_400, 3_900),
            text="""
                Seven shops, fifty-two people, and a budget that lives or dies by how much bread is left at six in
                the evening. You are in a different shop each day, behind the counter for the first hour, which
                is when one learns the most.

                ## Your day
                - Hire, train and, above all, keep the people in the shops.
                - Plan orders with the bakehouse, and bring leftovers from 7% to 5%.
                - Settle things on the spot up to €2,000; beyond that, we talk the same day.

                ## You
                - Have led several shops, cafés or kitchens at once.
                - Would rather show than send a memo.
            """,
        ),
        Role(
            title="Baker's Apprentice",
            department="Bakehouse",
            locations=("Graz, Austria",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.OTHER,
            salary=monthly("EUR", 930, 1_320),
            text="""
                Three years, eight months of them at the vocational school, and one question every morning: why did
                the dough do that? Apprentices here begin at four, not at two, until they are eighteen. Twelve of
                our nineteen bakers learned with us.

                ## Year by year
                + Scaling, shaping, and the names of eleven flours.
                + The oven, and what steam does.
                + A week in each shop, then your own recipe, sold under your name for a month.

                ## You
                - Have finished compulsory school. Your marks interest us less than your trial week.
                - Are as glad about the third tray of rolls as about the first.
            """,
        ),
        Role(
            title="Payroll and Personnel Clerk",
            department="Office",
            locations=("Graz, Austria",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            salary=monthly("EUR", 1_850, 2_100),
            text="""
                One hundred and sixty people work for us, by day, by night, on Sundays, with surcharges for each.
                Every payslip has to be right and has to be readable. You would do this with one colleague, for 24
                hours a week, two days of them at home if you like.

                ## Your day
                - Prepare the payroll, from the time clock to the transfer on the 28th.
                - Help newcomers with permits, tax forms and the first bank account.
                - Explain a payslip to whoever asks, as often as they ask.

                ## You
                - Have the Austrian payroll certificate and some years of practice.
                - Keep secrets as a matter of course.
            """,
        ),
        Role(
            title="Maintenance Fitter, Ovens and Refrigeration",
            department="Technical",
            locations=("Graz, Austria",),
            workplace=Workplace.ONSITE,
            salary=hourly("EUR", "19.50", "22.80"),
            text="""
                When an oven fails at three in the morning, there are nine hundred loaves with nowhere to go. Most
                of your work is making sure that you are asleep at three: inspections, seals, burners, compressors,
                in seventeen shops and one bakehouse.

                ## Your day
                - Service ovens, provers and cold rooms by a plan that you write yourself.
                - Repair what you can, and know whom to ring for the rest.
                - Be on call every third week, paid whether or not the telephone rings.

                ## You
                - Learned refrigeration, gas or electrical fitting; we pay for the missing certificates.
                - Leave a workplace cleaner than it was, flour being what it is.
            """,
        ),
        Role(
            title="Food Technologist, New Grains",
            department="Quality",
            locations=("Graz, Austria",),
            employment_type=EmploymentType.FULL_TIME,
            salary=as_stated("From €44,000 a year, more with experience"),
            text="""
                Farmers near us grow emmer, einkorn and a mountain rye that had almost vanished. The crops differ
                every year, bread should not, and between them stands a small laboratory with a farinograph and
                room for one curious person.

                ## Your day
                - Test each delivery in the lab, then in a loaf, and trust the loaf.
                - Advise the bakers on water and time for every new lot of flour.
                - Keep the HACCP plan, allergen lists and labels in order for all shops.

                ## You
                - Studied food technology or milling, or you are a master baker who reads papers.
                - Can tell a farmer that this year's rye is for animals, and be invited back.
            """,
        ),
    ),
)
