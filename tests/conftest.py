"""How hypothesis searches: the same examples every time in CI, new ones elsewhere."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "dev", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=int(os.environ.get("WSGIGEN_EXAMPLES", "1000")),
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile(
    "fuzz" if "WSGIGEN_EXAMPLES" in os.environ else "ci" if os.environ.get("CI") else "dev"
)
