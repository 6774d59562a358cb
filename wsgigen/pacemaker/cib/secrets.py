"""Replaces values that nobody may print as soon as they are read.

A CIB holds the passwords of fence devices, databases and virtual machines in plain text, in
parameters, node attributes and, as the agents were last called, in the status section. Nothing here
needs a secret, so none is kept: not in the elements, not in the Cib, and so not in a message, a
report or a traceback. Their names tell which ones they are; the words are those that fence agents
and resource agents use (metadata of ClusterLabs/fence-agents and ClusterLabs/resource-agents). Too
much is hidden rather than too little.
"""

import re

#: What stands for a hidden value.
HIDDEN = "(hidden)"

_SECRET = re.compile(
    r"pass|pwd|secret|token|auth|cred|community|private|api[-_]?key|(?:^|[-_.])key$"
    r"|encryption[-_]?key|signature|cookie",
    re.IGNORECASE,
)
#: A user and a password in an address, such as a status URL's.
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]*@")


def without_secret(name: str, value: str) -> str:
    """Return *value* as it may be shown, for something called *name*."""
    if _SECRET.search(name):
        return HIDDEN
    return _IN_ADDRESS.sub(f"{HIDDEN}@", value) if "://" in value else value
