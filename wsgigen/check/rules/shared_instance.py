"""One httpd instance serves several services that Pacemaker should manage one by one.

What it checks
    Every instance that Pacemaker manages has one service, unless the profile says
    `cluster: {components: instance}`: one resource for the whole instance.

Why it matters
    The smallest thing that Pacemaker addresses is the unit, and it does not know that two resources
    can have the same one. Stopping one service stops all that share its httpd; the monitors of the
    others then find it gone and start it again. The stopped service serves, and the cluster says
    that it does not.

Instead
    Use `layout: per-service`, or groups of one service; or leave the services to systemd, which
    suits all that can run active/active; or say `cluster: {components: instance}` and live with one
    resource for all.

Source
    ClusterLabs/pacemaker, lib/services/systemd.c (a stop is StopUnit of the unit, whoever shares
    it); seen with Pacemaker 2.1.5 and 3.0.0 on three nodes, and shown by `wsgigen simulate --stop`.
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Components, Manager
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each instance of several services that Pacemaker manages."""
    if not view.profile or view.profile.cluster.components is Components.INSTANCE:
        return
    for instance in view.instances:
        if instance.serves_several and instance.manager is Manager.PACEMAKER:
            services = tuple(site.service for site in instance.sites)
            yield Finding(
                f"{instance.unit} serves {join_some(services)}: Pacemaker cannot stop one alone",
                "set layout: per-service, or manager: systemd, or cluster: {components: instance}",
                ("layout",),
                services,
                question=Question(Action.STOP, services[0]),
            )


RULE = Rule("shared-instance", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
