"""Services that run as different users write to one directory, which is made for one of them.

What it checks
    All services that name a directory in `writable`, and those whose home it is, run as the same
    user.

Why it matters
    Each service has a file of tmpfiles.d, with a line for each of its directories. Where such lines
    differ for one directory, systemd-tmpfiles takes the line of the file whose name sorts first,
    and ignores the others with a notice in the journal. The directory then belongs to the user of
    that line, mode 0750: the other services start, are healthy, and fail with "Permission denied"
    when they first write.

Instead
    Give each service a directory of its own, or the same `user`. Or make the directory before the
    first start, with an owner and a mode that let all of them write: a directory that is there
    stays as it is.

Source
    systemd, man tmpfiles.d, Description: the file with the lexicographically earliest name is
    applied, and conflicts are logged
    Shown by systemd 252 and 257: "Duplicate line for path ..., ignoring";
    tests/live/test_writable.py
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Site
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each directory that some of its services cannot write to."""
    if not view.plan or not view.plan.platform.privileged:
        return
    for directory in dict.fromkeys(path for site in view.sites for path in site.writable):
        sites = _sites_by_file_name(view, directory)
        excluded = [site for site in sites if site.daemon.user != sites[0].daemon.user]
        if excluded:
            names = join_some(f"{site.service} (user {site.daemon.user})" for site in excluded)
            yield Finding(
                f"systemd-tmpfiles makes {directory} for {sites[0].service}"
                f" (user {sites[0].daemon.user}, mode 0750): {names} cannot write there",
                "give each a directory of its own, or one user;"
                " or make it before, writable for all",
                ("services", excluded[0].service, _key(excluded[0], directory)),
                tuple(site.service for site in excluded),
            )


def _sites_by_file_name(view: ClusterView, directory: str) -> list[Site]:
    """Return the sites whose file of tmpfiles.d makes *directory*, in the order of the files."""
    sites = [site for site in view.sites if directory in site.directories]
    return sorted(sites, key=lambda site: f"{site.service}.conf")


def _key(site: Site, directory: str) -> str:
    """Return which key of *site* asks for *directory*."""
    return "writable" if directory in site.writable else "home"


RULE = Rule("writable-of-several-users", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
