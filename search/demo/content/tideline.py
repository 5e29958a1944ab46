"""Tideline Energy: wind, tide and the forecasts between them."""

from search.demo.notation import Company, Role, hourly, yearly
from search.postings import EmploymentType, Workplace

COMPANY = Company(
    name="Tideline Energy",
    slug="tideline",
    logo="logos/demo.svg#tideline",
    closing="""
        ## In return
        - Pay bands that everyone in the company can look up, including yours.
        - 31 days of leave and a free kilowatt-hour for each one you save us, up to 3,000 a year.
        - Parental leave topped up to full pay for four months, for every kind of parent.
    """,
    roles=(
        Role(
            title="Data Engineer, Grid Forecasting",
            department="Data",
            team="Forecasting",
            locations=("Remote, Germany",),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 92_000, 101_000),
            text="""
                Every fifteen minutes we tell the grid how much power our turbines will deliver over the next
                two days. Every error has a price, and the price is public. You would own the data behind that
                number. The team meets in Hamburg one week in six.

                ## The work
                - Keep weather models, turbine readings and market data flowing, on time and in order.
                - Make late and corrected data a normal case, so that a forecast can always be explained.
                - Give the forecasters a training set they can rebuild for any day since 2017.

                ## You
                - Have run pipelines that somebody waited for at a fixed minute.
                - Write SQL and Python that others extend without calling you.
                - Know a columnar format, a scheduler, and when plain files would have been enough.
            """,
        ),
        Role(
            title="Wind Turbine Technician",
            department="Operations",
            team="Emden",
            locations=("Emden, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=hourly("EUR", "24.80", "29.60"),
            text="""
                From the nacelle you can see three islands on a good day. On a bad day you see your own gloves.
                Our crew in Emden looks after 64 turbines on land and 18 in the shallows, in teams of two that
                stay together for years.

                ## The work
                - Yearly services, from bolts to blades, and the repairs that winter brings.
                - Twelve nights offshore a month from April to September; home every night otherwise.
                - A written handover for each job, with photographs.

                ## You
                - Trained as an electrician, mechatronics technician or industrial mechanic.
                - Fit for heights and for the sea-survival course, which we pay for and repeat with you.
                - Able to say “not today” when the wind does. Nobody will argue.
            """,
        ),
        Role(
            title="Power Trader, Intraday",
            department="Markets",
            locations=("Hamburg, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 84_000, 110_000),
            text="""
                The forecast is good. It is never right. The difference is bought and sold on the intraday
                market until five minutes before delivery, by six people in shifts who eat well and talk little
                between quarter past and half past.

                ## The work
                - Balance our portfolio of 740 megawatts around the clock, nine shifts in three weeks.
                - Set limits for the trading algorithm, watch it, and switch it off without regret.
                - Explain the day in ten lines at handover, losses first.

                ## You
                - Traded power, gas or something else that cannot be stored for long.
                - Sleep well in the daytime, or know that you can learn to.
                - Are licensed for EPEX, or will be after your first month with us.
            """,
        ),
        Role(
            title="Permitting Manager, Tidal Sites",
            department="Development",
            locations=("Hamburg, Germany", "Brest, France"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.FULL_TIME,
            text="""
                A tidal turbine needs a current, a cable and the consent of porpoises, in descending order of
                what money can arrange. Our first French site has the current. You would arrange the rest,
                over the four or five years that such things honestly take.

                ## The work
                - Lead the applications on both sides of the coast, with lawyers, biologists and a calendar.
                - Hold the open evenings in fishing ports, and change the plan where the port is right.
                - Keep a register of every promise we make, and check it each quarter.

                ## You
                - Brought at least one energy or coastal project through its permits.
                - Speak French and English; German can follow.
            """,
        ),
        Role(
            title="Control Room Operator",
            department="Operations",
            team="Control room",
            locations=("Hamburg, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 49_000, 57_000),
            text="""
                Two people, eleven screens, 212 turbines, one kettle. The control room never closes, and those
                who work in it are the first to know whenever a gull, a storm or a software update has changed
                somebody's mind.

                ## The work
                - Watch, restart and shut down turbines from afar, and send the crews only where needed.
                - Speak with grid operators in fixed phrases, because phrases prevent blackouts.
                - Follow boats and climbers until each of them has reported back.

                ## You
                - Worked shifts before, as a dispatcher, operator, paramedic or on a bridge.
                - Read German and English procedures and follow them when tired.
                - Are curious about why an alarm was false, since that is how we get rid of it.
            """,
        ),
        Role(
            title="Community Energy Advisor",
            department="Customers",
            locations=("Emden, Germany", "Husum, Germany", "Stade, Germany"),
            workplace=Workplace.HYBRID,
            employment_type=EmploymentType.PART_TIME,
            text="""
                Villages near our wind farms can buy shares in them and power from them. Few read the brochure.
                Many will listen to someone who sits down in the fire station with a flip chart and stays until
                the last question. That takes about 20 hours a week, three evenings a month among them.

                ## The work
                - Explain shares, tariffs and risks so that people can also decide against them.
                - Answer the advice line on two mornings.
                - Bring back complaints about noise and shadow with date and place, and report what was done.

                ## You
                - Have taught, advised, organised or run a club.
                - Can calculate a yearly bill in front of an audience.
                - Speak German; Low German opens doors.
            """,
        ),
        Role(
            title="Machine Learning Engineer, Weather",
            department="Data",
            team="Forecasting",
            locations=("Hamburg, Germany", "Remote, Germany"),
            workplace=Workplace.REMOTE,
            employment_type=EmploymentType.FULL_TIME,
            salary=yearly("EUR", 90_000, 108_000),
            text="""
                The great weather models see the North Sea in squares of nine kilometres. Our turbines stand
                six hundred metres apart and steal each other's wind. Between these two facts lies the most
                profitable error in the company, and we would like you to shrink it.

                ## The work
                - Downscale forecasts to single turbines, with uncertainty that traders can act on.
                - Compare every idea with persistence, the humble forecast that tomorrow is like today.
                - Put models into service yourself and retire those that no longer earn their keep.

                ## You
                - Modelled the atmosphere, the sea, traffic or other stubborn physics with data.
                - Know probabilistic scores and can explain one to a trader in a minute.
            """,
        ),
        Role(
            title="Apprentice Electrician for Operating Technology",
            department="Operations",
            team="Emden",
            locations=("Emden, Germany",),
            workplace=Workplace.ONSITE,
            employment_type=EmploymentType.OTHER,
            text="""
                You are about to finish school, or you finished long ago and want to begin again: both have
                worked well here. The apprenticeship takes three and a half years, starts on 1 September, and
                ends with a trade that coasts will need for a long while.

                ## How it goes
                + First year: workshop and school, tools, safety, the strange smell of transformers.
                + Second year: substations and ground crews, with your own locker and your own mistakes.
                + Third year and after: turbines, if you like heights, or protection and control, if you do not.

                ## You
                - Have a school certificate with a pass in mathematics, or a good story about why not.
                - Can be in Emden at seven. There is a hostel for those who live far away.

                The collective agreement sets the pay, which rises every year.
            """,
        ),
    ),
)
