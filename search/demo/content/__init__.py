"""The demo companies, one module each."""

from search.demo.content import (
    brackenmoor,
    cobalt,
    fernwood,
    juniper,
    lantern_row,
    lumen,
    northpine,
    oatfield,
    paperplane,
    perkoz,
    small_machines,
    thistlegate,
    three_larches,
    tideline,
    vaudaire,
    wrenfield,
    zopf_krume,
)

COMPANIES = tuple(
    module.COMPANY
    for module in (
        brackenmoor,
        cobalt,
        fernwood,
        juniper,
        lantern_row,
        lumen,
        northpine,
        oatfield,
        paperplane,
        perkoz,
        small_machines,
        thistlegate,
        three_larches,
        tideline,
        vaudaire,
        wrenfield,
        zopf_krume,
    )
)
