from wsgigen.plan.facts import Refused

REFUSED: tuple[Refused, ...] = ()
