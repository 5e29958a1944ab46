"""Aguaceiro: rainwear from Porto that is meant to be mended."""

from search.demo.notation import Company, Role, monthly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Aguaceiro Rainwear",
    slug="aguaceiro",
    logo="logos/demo.svg#aguaceiro",
    closing="""
        ## What the house gives
        - Fourteen salaries a year, meal card, health insurance for children too.
        - A coat after three months, in your size, mended free for life like everybody's.
        - The whole of August's second fortnight off, because Porto is empty and the machines need oil.
    """,
    roles=(
        Role(
            title="Sewing Machinist, Waterproof Seams",
            department="Production",
            locations=("Porto, Portugal",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 1_120, 1_380),
            text="""
                A raincoat leaks where somebody hurried. Our machinists work in groups of five that make a coat from
                beginning to end and sign it inside the pocket. There is no piece rate and the radio is on.

                ## Your part
                - Sew, tape and test: each hood stands under the shower for ten minutes.
                - Rotate between stations, so that everybody can do everything within two years.
                - Tell the pattern room when a corner cannot be sewn the way it was drawn.

                ## What you know
                - Industrial machines, whether from shoes, shirts or sails.
                - Portuguese, or the will to learn it: three of us came from Nepal and teach newcomers.
            """,
        ),
        Role(
            title="Pattern Cutter and Grader",
            department="Design",
            locations=("Porto, Portugal",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 1_650, 2_050),
            text="""
                Eleven sizes, three lengths, and a body is never any of them. You cut the patterns for two collections
                of nine garments a year, starting with paper and a live fitting and finishing on screen with a marker
                that wastes less than twelve per cent.

                ## Your part
                - Develop blocks for people who cycle, push prams or work on boats.
                - Grade, correct, grade again; fit on real colleagues of every size.
                - Write the sewing instructions together with the group that will use them.

                ## What you know
                - Pattern cutting for outerwear; CAD of any brand.
                - How a fabric behaves which does not stretch, drape or forgive.
            """,
        ),
        Role(
            title="Repair Workshop Lead",
            department="Repairs",
            locations=("Porto, Portugal",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 1_480, 1_760),
            text="""
                Last winter 2,700 coats came home to us: torn by brambles, chewed by a donkey, left on a radiator. Six
                people mend them within fifteen days, and with each goes a slip on what was done. You would lead the
                six and keep your own machine.

                ## Your part
                - Assess arrivals and decide: mend, replace a part, or retire with honours.
                - Keep statistics of what breaks. Designers are obliged to read them.
                - Teach a mending evening in the shop once a month.

                ## What you know
                - Sewing and taping to a very high standard, invisible or proudly visible.
                - Leading by example, and by rota.
            """,
        ),
        Role(
            title="Textile Engineer, Coatings",
            department="Materials",
            locations=("Porto, Portugal", "Guimarães, Portugal"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 31_000, 38_000),
            text="""
                We gave up fluorinated coatings in 2018, lost a third of our water repellency and most of our sleep. The
                figure is back to nine tenths, with wax, chemistry and a weave from Guimarães. The remaining tenth is
                advertised here.

                ## Your part
                - Run trials with the mill, at their looms and in our laboratory.
                - Test ageing honestly: a hundred washes, a season on a postman.
                - Keep track of every substance and publish the list.

                ## What you know
                - Textile engineering or polymer chemistry, with time spent on a shop floor.
                - Portuguese for the mill, English for suppliers.
            """,
        ),
        Role(
            title="Shop Manager, Rua das Flores",
            department="Retail",
            locations=("Porto, Portugal",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("EUR", 1_550, 1_800),
            text="""
                It rains on 139 days a year in Porto, which we regard as an excellent location. The shop has one room, a
                mending table in the window and a tap that turns a corner of it into weather. Four colleagues work
                there, and visitors from everywhere get lost in it.

                ## Your part
                - Lead by being on the floor, four days out of five.
                - Plan stock with the workshop upstairs, where you may go and ask.
                - Sell one coat for ten years instead of one a year.

                ## What you know
                - Running a shop with its till, its rota and its Christmas.
                - Portuguese and English; French or German for the ships.
            """,
        ),
        Role(
            title="E-Commerce and Customer Care Assistant",
            department="Sales",
            locations=("Porto, Portugal", "Remote, Portugal"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            salary=monthly("EUR", 780, 920),
            text="""
                “I am between two sizes, I cycle, and I have a big scarf.” There is a right answer to this, and the
                assistants in customer care know it because they try on everything. The post is for four hours a
                day, at times that suit a course of study.

                ## Your part
                - Advise by e-mail and video, in three languages if you can.
                - Handle exchanges; our return rate is six per cent and should stay there.
                - Photograph garments on colleagues, standing in real rain.

                ## What you know
                - How to write to a stranger as if there were time.
                - Portuguese and English, and German or Dutch.
            """,
        ),
        Role(
            title="Wholesale Manager, Northern Europe",
            department="Sales",
            locations=("Remote, Europe",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 45_000, 55_000),
            text="""
                Eighty shops between Bergen and Antwerp sell our coats, most of them run by people who mend things at
                home. They deserve visits, spare zips and a telephone number. You would be all three, from wherever
                in that region you live.

                ## Your part
                - See each shop once a year, on trains as far as they go.
                - Take the autumn orders in February, kindly advising against ordering too much.
                - Find ten new shops a year, and part from those that discount.

                ## What you know
                - Outdoor, cycling or clothing trade from either side of the counter.
                - English and a Scandinavian language, German or Dutch.
            """,
        ),
        Role(
            title="HR and Training Officer",
            department="People",
            locations=("Porto, Portugal",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                A hundred and ten people work in this house and the average age in the sewing hall is 54. What they know
                is in their hands. Your most urgent task is to get it into younger ones, in a school of our own with
                eight places, which opens in a former cork store next spring.

                ## Your part
                - Build the school: trainers from the hall, a curriculum, and a wage from the first day.
                - Look after contracts, absence, working time and the yearly talks.
                - Negotiate with the union, which will want the same as you, only sooner.

                ## What you know
                - Personnel work in a factory, and Portuguese labour law.
                - Vocational training, from whichever side.
            """,
        ),
        Role(
            title="Materials Research Intern",
            department="Materials",
            locations=("Porto, Portugal",),
            employment_type=EmploymentType.INTERN,
            salary=monthly("EUR", 950),
            text="""
                Where does the wax go? After sixty washes a third of it has left the coat and we do not know for
                where. We have a washing machine, a borrowed spectrometer and a five-month place for a student who
                would like to write a thesis on the answer.

                ## Your part
                - Design the experiment with your university and our coatings engineer.
                - Wash, weigh, measure, and mistrust the first result.
                - Present it in the canteen, with a coat in your hand, to the people who sew it.

                ## What you know
                - Three years of chemistry, materials science or textile engineering.
                - Statistics enough to say how sure you are.
            """,
        ),
    ),
)
