"""The names that the catalogues know, and what to say of each: for editors, shells and `wsgigen init`."""

from collections.abc import Mapping

from wsgigen.app.summary import services
from wsgigen.check.page import page
from wsgigen.check.run import rules
from wsgigen.profile.schema import Words
from wsgigen.registry import every


def words() -> Words:
    """By the key of a profile that takes them."""
    return {key: names(key) for key in ("layout", "platform", "services", "accept")}


def names(key: str) -> Mapping[str, str]:
    """What the key of a profile takes, and what to say of each."""
    if key in ("layout", "platform"):
        room = "plan" if key == "layout" else "catalog"
        known = every(f"wsgigen.{room}.{key}s", key.upper())
        return {one.name: f"{one.about if key == 'layout' else one.title}." for one in known}
    if key == "services":
        return {one.name: f"{one.title}." for one in services()}
    return {name: page(rule.page).summary for name, rule in rules().items()}
