"""CIBs that hypothesis makes: the schema allows each, and each names only what is there."""

from xml.sax.saxutils import quoteattr

from hypothesis import strategies as st

SCORES = st.sampled_from(["INFINITY", "-INFINITY", "0", "100", "-7"])
INTERVALS = st.sampled_from(["0", "0s", "10s", "1min", "PT30S", "500ms"])
AGENTS = st.sampled_from(
    [
        {"class": "systemd", "type": "httpd"},
        {"class": "systemd", "type": "httpd@keystone"},
        {"class": "lsb", "type": "apache2"},
        {"class": "ocf", "provider": "heartbeat", "type": "apache"},
        {"class": "ocf", "provider": "pacemaker", "type": "Dummy"},
        {"class": "ocf", "provider": "pacemaker", "type": "Stateful"},
    ]
)
META = st.dictionaries(
    st.sampled_from(
        ["interleave", "migration-threshold", "target-role", "resource-stickiness", "is-managed"]
    ),
    st.sampled_from(["true", "3", "Started", "INFINITY"]),
    max_size=3,
)
WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="\x7f"), max_size=8
)
NODES = ["ctl1", "ctl2", "ctl3"]


class _Writer:
    """Writes elements with ids that no other has."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.count = draw, 0

    def new(self) -> str:
        self.count += 1
        return f"i{self.count}"

    def element(self, name: str, inside: str = "", /, **attributes: str) -> str:
        values = {"id": self.new(), **attributes}
        pairs = "".join(f" {key}={quoteattr(value)}" for key, value in values.items())
        return f"<{name}{pairs}>{inside}</{name}>"

    def pairs(self, name: str, values: dict[str, str]) -> str:
        return self.element(
            name,
            "".join(self.element("nvpair", name=key, value=value) for key, value in values.items()),
        )

    def primitive(self, name: str, templates: list[str]) -> str:
        agent = self.draw(AGENTS)
        if bool(templates) and self.draw(st.booleans()):
            agent = {"template": self.draw(st.sampled_from(templates))}
        return self.element("primitive", self.inside(), **{"id": name}, **agent)

    def inside(self) -> str:
        times = self.draw(
            st.lists(
                st.tuples(st.sampled_from(["monitor", "start", "stop"]), INTERVALS),
                max_size=3,
                unique=True,
            )
        )
        operations = "".join(
            self.element("op", name=name, interval=time, timeout="20s") for name, time in times
        )
        parameters = self.draw(
            st.dictionaries(st.sampled_from(["configfile", "passwd", "x"]), WORDS, max_size=2)
        )
        return (
            self.pairs("meta_attributes", self.draw(META))
            + self.pairs("instance_attributes", parameters)
            + f"<operations>{operations}</operations>"
        )


@st.composite
def sections(draw: st.DrawFn) -> dict[str, list[str]]:
    """The elements of each section, by its name, in an order that means nothing."""
    write = _Writer(draw)
    templates = [f"t{number}" for number in range(draw(st.integers(0, 2)))]
    resources = [
        write.element("template", write.inside(), **{"id": name}, **draw(AGENTS))
        for name in templates
    ]
    names = []
    for number in range(draw(st.integers(1, 6))):
        kind, inner = (
            draw(st.sampled_from(["primitive", "group", "clone", "master", "bundle"])),
            f"r{number}",
        )
        names += [inner] if kind == "primitive" else [inner, f"c{number}"]
        body = write.primitive(inner, templates)
        if kind == "group":
            names.append(f"{inner}b")
            body += write.primitive(f"{inner}b", templates)
        if kind == "bundle":
            body = f'<docker image="x" replicas="2"/><network control-port="3121"/>{body}'
        resources.append(
            body if kind == "primitive" else write.element(kind, body, id=f"c{number}")
        )
    return {
        "crm_config": [write.pairs("cluster_property_set", {"stonith-enabled": "false"})],
        "nodes": [f'<node id="{number}" uname="{name}"/>' for number, name in enumerate(NODES, 1)],
        "resources": resources,
        "constraints": [_constraint(write, draw, names) for _ in range(draw(st.integers(0, 6)))],
    }


def _constraint(write: _Writer, draw: st.DrawFn, names: list[str]) -> str:
    name = st.sampled_from(names)
    kind = draw(
        st.sampled_from(
            [
                "order",
                "order set",
                "colocation",
                "colocation set",
                "location",
                "rule",
                "pattern",
                "ticket",
            ]
        )
    )
    if kind == "order":
        return write.element(
            "rsc_order",
            first=draw(name),
            then=draw(name),
            kind=draw(st.sampled_from(["Mandatory", "Optional", "Serialize"])),
        )
    if kind == "order set":
        return write.element("rsc_order", _sets(write, draw, names))
    if kind == "colocation":
        return write.element(
            "rsc_colocation", **{"rsc": draw(name), "with-rsc": draw(name)}, score=draw(SCORES)
        )
    if kind == "colocation set":
        return write.element("rsc_colocation", _sets(write, draw, names), score=draw(SCORES))
    if kind == "location":
        return write.element(
            "rsc_location", rsc=draw(name), node=draw(st.sampled_from(NODES)), score=draw(SCORES)
        )
    if kind == "rule":
        attribute = draw(st.sampled_from(["#uname", "rack"]))
        operation = draw(st.sampled_from(["eq", "ne"]))
        expression = write.element(
            "expression",
            attribute=attribute,
            operation=operation,
            value=draw(st.sampled_from(NODES)),
        )
        return write.element(
            "rsc_location", write.element("rule", expression, score=draw(SCORES)), rsc=draw(name)
        )
    if kind == "pattern":
        pattern = draw(st.sampled_from(["r.*", "!^r", "(a+)+b", "[cr]1$"]))
        return write.element(
            "rsc_location", **{"rsc-pattern": pattern}, node="ctl1", score=draw(SCORES)
        )
    return write.element("rsc_ticket", rsc=draw(name), ticket="berlin")


def _sets(write: _Writer, draw: st.DrawFn, names: list[str]) -> str:
    found = ""
    for members in draw(
        st.lists(
            st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True),
            min_size=1,
            max_size=3,
        )
    ):
        inside = "".join(f'<resource_ref id="{name}"/>' for name in members)
        sequential, require = (draw(st.sampled_from(["true", "false"])) for _ in range(2))
        found += write.element(
            "resource_set", inside, sequential=sequential, **{"require-all": require}
        )
    return found


def text(parts: dict[str, list[str]]) -> str:
    """The CIB of *parts*."""
    inside = "\n".join(f"<{name}>{''.join(elements)}</{name}>" for name, elements in parts.items())
    head = (
        '<cib crm_feature_set="3.16.1" validate-with="pacemaker-2.10" epoch="1" '
        'num_updates="0" admin_epoch="0">'
    )
    return f"{head}<configuration>{inside}</configuration><status/></cib>"
