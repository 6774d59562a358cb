"""The names that the catalogues know, and what to say of each: for editors, shells and `wsgigen init`."""

from wsgigen.catalogue import every
from wsgigen.check.page import page
from wsgigen.check.run import rules
from wsgigen.profile.schema import Words
from wsgigen.summary import services


def words() -> Words:
    """By the key of a profile that takes them."""
    return {
        "layout": {one.name: f"{one.about}." for one in every("wsgigen.plan.layouts", "LAYOUT")},
        "platform": {one.name: f"{one.title}." for one in every("wsgigen.plan.platforms", "PLATFORM")},
        "services": {one.name: f"{one.title}." for one in services()},
        "accept": {name: page(rule.page).summary for name, rule in rules().items()},
    }
