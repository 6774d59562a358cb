"""Which conflict rule is shown by which scenario, and why the others are not."""

#: Scenarios of test_pacemaker.py and test_resources.py, by rule.
SHOWN = {
    "shared-instance": "stop, ban, fail",
    "unit-many-resources": "stop",
    "ap-in-shared-instance": "active/passive",
    "intra-instance-anticolocation": "anticolocation",
    "group-of-shared-members": "group",
    "intra-instance-order": "group",
    "monitor-missing": "monitor missing",
    "stop-timeout-too-short": "stop timeout",
    "two-managers": "started at boot",
}
_PROOF = "shown by Pacemaker's scheduler alone so far (`wsgigen check --prove`)"
_AGENT = "about ocf:heartbeat:apache, which no scenario runs yet"
_NOT_YET = "no scenario yet"
_NO_CLUSTER = "no cluster is needed: the tests show it on httpd or on the profile"
NOT_SHOWN = {
    "clone-vs-primitive-mismatch": _NOT_YET,
    "configfile-in-another": _AGENT,
    "contracted-order-cycle": _PROOF,
    "dangling-service-resource": _PROOF,
    "divest-leftover": _NOT_YET,
    "intra-instance-location": _PROOF,
    "listen-on-virtual-address": _NOT_YET,
    "managed-by-nobody": _NOT_YET,
    "memory-overcommitted": _NO_CLUSTER,
    "mixed-managers-one-httpd": _AGENT,
    "ocf-configfile-shared": _AGENT,
    "ocf-wants-html": _AGENT,
    "passive-under-systemd": _NOT_YET,
    "port-of-platforms-apache": _NO_CLUSTER,
    "port-of-platforms-tls": _NO_CLUSTER,
    "python-too-old": _NO_CLUSTER,
    "requests-refused": _NO_CLUSTER,
    "role-stopped-monitor": _NOT_YET,
    "statusurl-elsewhere": _AGENT,
    "template-without-instance": _NOT_YET,
    "unit-enabled-at-boot": _NOT_YET,
    "unit-with-parameters": _NOT_YET,
}
