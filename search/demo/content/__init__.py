"""The demo companies, one module each."""

from search.demo.content import (
    brackenmoor,
    cobalt,
    drayhorse,
    fernwood,
    hoshikage,
    juniper,
    kelp_bay,
    lantern_row,
    lumen,
    moss_button,
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
        drayhorse,
        fernwood,
        hoshikage,
        juniper,
        kelp_bay,
        lantern_row,
        lumen,
        moss_button,
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
