"""Hoshikage Kiln: tableware from Tajimi, fired in one climbing kiln and two electric ones."""

from search.demo.notation import Company, Role, monthly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Hoshikage Kiln",
    slug="hoshikage",
    logo="logos/demo.svg#hoshikage",
    closing="""
        ## Living and working in Tajimi
        Tea is at ten and at three, for everybody. We help with visas, rooms and bicycles, pay for Japanese lessons
        twice a week, and close for Obon, New Year and the week after the climbing kiln has been fired.
    """,
    roles=(
        Role(
            title="ろくろ成形の職人",
            slug="rokuro-seikei",
            department="製造部",
            team="成形",
            locations=("岐阜県多治見市",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("JPY", 235_000, 310_000),
            language="ja",
            text="""
                星影窯では、毎日使われて、十年後も好きでいられる器をつくっています。

                湯呑みなら一日に百二十個。同じものをつくりながら、一つとして同じではない。

                その面白さが分かる方を探しています。

                ## 仕事の内容
                - 湯呑み、飯碗、鉢のろくろ成形と削り。
                - 春と秋の登り窯の窯詰めと火の番。三日三晩、四交代です。
                - 見習いへの指導。口で教えるより、隣に座ってください。

                ## 求める方
                - ろくろ成形の経験が三年以上ある方。産地や作風は問いません。
                - 寸法を守れて、土の機嫌にも付き合える方。
                - 共同作業が好きで、静かな時間も好きな方。

                ## 待遇
                - 月給二十三万五千円から三十一万円、賞与は年二回。
                - 週休二日、お盆と正月の休み、登り窯の翌週は全員休み。
                - 空いた時間に自分の作品をつくり、年に一度の窯市で売ることができます。

                まずは一日、工房に遊びに来てください。交通費はこちらで負担します。
            """,
        ),
        Role(
            title="Glaze Technician",
            department="Production",
            team="Glazing",
            locations=("Tajimi, Gifu, Japan",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=monthly("JPY", 240_000, 300_000),
            text="""
                Our blue comes from a cobalt ore whose mine has closed. We have eleven years' supply in the shed and a
                notebook of 340 attempts to reach the same blue by another road. Number 312 was close. You would
                continue from there, and look after the 26 glazes that we use daily.

                ## The work
                - Weigh, mill and sieve batches; measure density twice, since the weather gets into everything.
                - Glaze by dipping and pouring alongside four colleagues.
                - Fire test tiles each Thursday and record them with a photograph in daylight.

                ## What we hope for
                - Knowledge of ceramic chemistry, learned at a school or by burning things.
                - A tidy notebook. Others will depend on it.
            """,
        ),
        Role(
            title="Export Sales Coordinator",
            department="Sales",
            locations=("Nagoya, Japan", "Tajimi, Gifu, Japan"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("JPY", 4_200_000, 5_100_000),
            text="""
                A third of our bowls leave Japan, most of them for shops with one owner and a dog. They order little and
                often, want to know who made what, and become friends. You are their correspondent, from the first
                question to the parcel's arrival.

                ## The work
                - Quote, confirm, pack lists, customs papers; about forty shipments a month.
                - Tell customers truthfully that the next firing is in six weeks.
                - Show the workshop to visitors, and go to one fair in Europe each winter.

                ## What we hope for
                - Business Japanese and English; another language is a joy.
                - Experience with export, or with fragile things.
            """,
        ),
        Role(
            title="Product Designer, Tableware",
            department="Design",
            locations=("Tajimi, Gifu, Japan",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.CONTRACT,
            salary=monthly("JPY", 320_000),
            text="""
                Each year we invite one designer for nine months to make a single family of objects: five to seven
                pieces, for daily use, that three potters can produce without cursing. Past guests gave us a soup
                bowl for trembling hands, a teapot with no lid, and stacking plates for boats.

                ## The work
                - Spend the first six weeks in the workshop with your hands in the clay and no sketchbook.
                - Draw, model and test with families in town, who eat from prototypes for a month.
                - Hand over drawings and a master set; your name goes on the base beside ours.

                ## What we hope for
                - Designed objects that people use, in any material.
                - A willingness to be corrected by a potter of seventy-eight.
            """,
        ),
        Role(
            title="Kiln Operator, Night Shift",
            department="Production",
            team="Firing",
            locations=("Tajimi, Gifu, Japan",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            text="""
                Electric kilns are said to fire themselves. They do, until a thermocouple drifts, or thunder rolls
                through the valley. On three nights a week, from nine to five, you watch two kilns, one garden and
                one old cat, and are paid a night allowance for all of them.

                ## The work
                - Check temperatures every half hour and compare cones with instruments.
                - Unload and load when a firing ends during your shift.
                - Stop a firing if in doubt. The pots can be made again.

                ## What we hope for
                - Reliability, and a liking for the small hours.
                - Enough Japanese to telephone the fire station.
            """,
        ),
        Role(
            title="Workshop and Gallery Guide",
            department="Visitors",
            locations=("Tajimi, Gifu, Japan",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.PART_TIME,
            salary=monthly("JPY", 128_000, 145_000),
            text="""
                Visitors come by the local train, make a lopsided cup, and go home happier than most who buy a perfect
                one. The guide receives groups of up to eight on four days a week, explains where clay comes from, and
                sits beside them at the wheel.

                ## The work
                - Lead two tours and one workshop a day, in Japanese and English.
                - Glaze, fire and post the visitors' cups, with a note.
                - Look after the little shop, in particular its shelf of seconds, which sells best.

                ## What we hope for
                - You like strangers.
                - Basic pottery. We practise with you before the first group.
            """,
        ),
        Role(
            title="Web Developer for Shop and Archive",
            department="Office",
            locations=("Remote, Japan",),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.CONTRACT,
            text="""
                The online shop was made in 2011 by a nephew. It works, on Tuesdays, and nobody dares to touch it. Apart
                from a new shop we want an archive in which any bowl since 1952 can be found by the mark on its base,
                so that owners may order the missing one of six.

                ## The work
                - Replace the shop with something small that two people in the office can run.
                - Build the archive from 14,000 index cards, which a student is scanning now.
                - Both in Japanese and English, both quick on an old telephone.

                ## What we hope for
                - Shops you have built that are still in use after three years.
                - A fixed price and a plan, in about five months.
            """,
        ),
    ),
)
