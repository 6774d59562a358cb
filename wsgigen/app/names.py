"""The names that a profile can hold, and what each is: for editors, shells and `wsgigen init`."""

from collections.abc import Mapping

from wsgigen.registry import every, summary
from wsgigen.registry import names as names_in

_RULES = "wsgigen.check.rules"


def completions() -> Mapping[str, Mapping[str, str]]:
    """Return by key of the profile the names that it takes, each with what it is."""
    return {key: names(key) for key in ("layout", "platform", "services", "accept")}


def names(key: str) -> Mapping[str, str]:
    """Return the names that *key* of the profile takes, each with what it is."""
    if key == "layout":
        layouts = every("wsgigen.plan.layouts", "LAYOUT")
        return {layout.name: f"{layout.about}." for layout in layouts}
    if key == "platform":
        platforms = every("wsgigen.catalog.platforms", "PLATFORM")
        return {platform.name: f"{platform.title}." for platform in platforms}
    if key == "services":
        services = every("wsgigen.catalog.services", "SERVICE")
        titles = {service.name: f"{service.title}." for service in services}
        return dict(sorted(titles.items()))
    return {name: summary(_RULES, name) for name in names_in(_RULES)}
