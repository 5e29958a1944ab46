"""The demo companies, one module each; this is the order in which they are offered."""

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
    tideline,
    vaudaire,
    zopf_krume,
)

COMPANIES = tuple(
    module.COMPANY
    for module in (
        fernwood,
        lumen,
        northpine,
        tideline,
        paperplane,
        cobalt,
        oatfield,
        juniper,
        brackenmoor,
        zopf_krume,
        lantern_row,
        vaudaire,
    )
)
