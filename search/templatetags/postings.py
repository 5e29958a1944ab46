"""``search.wording`` for templates."""

from django import template

from search import wording

register = template.Library()

for told in (
    wording.salary,
    wording.short_salary,
    wording.age,
    wording.ago,
    wording.days_ago,
    wording.is_new,
    wording.web_address,
):
    register.filter(told)
