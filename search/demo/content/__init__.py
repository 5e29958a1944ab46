"""The demo companies, one module each; this is the order in which they are offered."""

from search.demo.content import cobalt, fernwood, juniper, lumen, northpine, oatfield, paperplane, tideline

COMPANIES = tuple(
    module.COMPANY for module in (fernwood, lumen, northpine, tideline, paperplane, cobalt, oatfield, juniper)
)
