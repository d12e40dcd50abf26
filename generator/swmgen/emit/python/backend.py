"""Renders the package of one enabler, and the package that holds all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, structs

from swmgen.emit.backend import EmitContext, Output
from swmgen.emit.python.interfaces import InterfacesView, build_interfaces
from swmgen.emit.python.names import camel, event_method, snake, upper
from swmgen.emit.python.nodes import NodesView, build_nodes, relative
from swmgen.emit.python.security import SecurityView, build_security
from swmgen.emit.python.states import StatesView, build_states, event_member
from swmgen.emit.python.text import docstring, literal, strings
from swmgen.emit.python.values import build_values
from swmgen.emit.templates import sort_imports
from swmgen.model import (
    EXECUTED,
    OVERLAY,
    And,
    CorrelatorRule,
    Enabler,
    Event,
    EventKind,
    Flow,
    Format,
    Machine,
    Node,
    Not,
    Or,
    Passes,
    State,
)

ROOT = "python/swm_enablers"


class PythonBackend:
    """Typed Python stubs."""

    name = "python"
    after: tuple[str, ...] = ()

    def emit(self, enabler: Enabler, context: EmitContext) -> Iterator[Output]:
        """The modules of one enabler; those it has nothing for are left out."""
        view = PackageView(enabler)
        for module in view.modules:
            text = context.template(f"python/{module}.py.j2").render(view=view, enabler=enabler)
            yield Output(f"{ROOT}/{enabler.package}/{module}.py", text)

    def summarise(self, enabler: Enabler) -> Any:
        """Name and title, for the list of packages."""
        return {"package": enabler.package, "title": enabler.title, "empty": not PackageView(enabler).modules}

    def emit_index(self, summaries: Mapping[str, Any], context: EmitContext) -> Iterable[Output]:
        """The package that holds all, typed."""
        listed = [entry for _, entry in sorted(summaries.items()) if not entry["empty"]]
        text = context.template("python/package.py.j2").render(packages=listed)
        return [Output(f"{ROOT}/__init__.py", text), Output(f"{ROOT}/py.typed", "")]


class ResultView(Struct, frozen=True):
    name: str
    code: int
    doc: str
    element: str


class AlertView(Struct, frozen=True):
    constant: str
    fields: tuple[tuple[str, str], ...]
    doc: str
    element: str


class ActionView(Struct, frozen=True):
    """A method of the handler, and how it is called."""

    name: str
    parameter: str | None
    type: str | None
    procedure: str | None
    otherwise: str | None
    doc: str


class EventView(Struct, frozen=True):
    """A method of the object that raises an event."""

    name: str
    member: str
    carries: bool
    doc: str


class OlderView(Struct, frozen=True):
    """How servers of the base read an object in overlay placement."""

    shown_by: str
    states: tuple[tuple[str, int], ...]
    results: tuple[tuple[int, int], ...]
    nodes: tuple[str, ...]


class ObjectView(Struct, frozen=True):
    """One machine's object in `client.py`."""

    machine: Machine
    camel: str
    constant: str
    state_enum: str
    initial: str
    shown_by: str | None
    result_shown_by: str | None
    commands: tuple[tuple[str, str, str], ...]
    restart: str | None
    above: str | None
    gone: tuple[str, ...]
    older: OlderView | None
    shown: tuple[tuple[str, str, str], ...]
    actions: tuple[ActionView, ...]
    events: tuple[EventView, ...]
    procedures: tuple[Any, ...]
    root_constant: str
    doc: str
    requests: tuple[str, ...]


class PackageView:
    """Everything the templates of one package ask for."""

    def __init__(self, enabler: Enabler) -> None:
        self.enabler = enabler
        self.camel = camel(enabler.name)
        self.nodes: NodesView = build_nodes(enabler)
        self.states: StatesView = build_states(enabler, self.nodes)
        self.security: SecurityView = build_security(enabler, self.nodes)
        self.interfaces: InterfacesView = build_interfaces(enabler)
        self.values = build_values(enabler, self.nodes)
        self.doc = docstring("\n\n".join(self._about(enabler)))
        self.results = tuple(
            ResultView(upper(result.name), result.code, docstring(result.doc, 4), result.id)
            for result in enabler.messages.results
        )
        self.ranges = tuple(
            (upper(entry.name), entry.low, entry.high + 1, docstring(entry.doc)) for entry in enabler.messages.ranges
        )
        self.alerts = tuple(_alert(alert, enabler) for alert in enabler.messages.alerts)
        self.mo_ids = tuple(literal(root.object_id) for root in enabler.tree.roots if root.object_id)
        self.objects = tuple(self._object(machine) for machine in enabler.machines if machine.of)

    @staticmethod
    def _about(enabler: Enabler) -> Iterator[str]:
        yield f"{enabler.title} {enabler.version}."
        if enabler.doc:
            yield enabler.doc
        if enabler.source:
            yield f"Source: {enabler.source}."

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules there is something for, in the order they import each other."""
        has_messages = bool(self.results or self.alerts)
        if not self.enabler.tree.roots:
            # An enabler of procedures alone: others run them, and so may a device by itself.
            return (
                ("__init__", *(("messages",) if has_messages else ()), "security") if self.security.procedures else ()
            )
        return (
            "__init__",
            "nodes",
            *(("values",) if self.values else ()),
            *(("messages",) if has_messages else ()),
            *(("states",) if self.enabler.machines else ()),
            *(("security",) if self.security.procedures else ()),
            *(("interfaces",) if self.enabler.interfaces else ()),
            *(("client",) if self.enabler.machines else ()),
            # A root that is a leaf has no class that a server's could stand on.
            *(("server",) if self.root_classes else ()),
        )

    @property
    def values_imports(self) -> tuple[str, ...]:
        """What `values.py` needs of the runtime."""
        bare = any(not values.has_machine for values in self.values)
        return ("KeptLeaf", "KeptValues", "ManagementTree", *(("NoMachine",) if bare else ()))

    @property
    def values_nodes(self) -> tuple[str, ...]:
        """What `values.py` needs of `nodes.py`: classes, enumerations and the trees that are mounted."""
        leaves = [leaf for values in self.values for leaf in values.leaves]
        owners = {leaf.descriptor.partition(".")[0] for leaf in leaves}
        enums = {leaf.type for leaf in leaves} & set(self.nodes.enum_of.values())
        return tuple(owners | enums | {values.root_constant for values in self.values if not values.has_machine})

    @property
    def has_messages(self) -> bool:
        """Whether there is a module `messages`."""
        return "messages" in self.modules

    @property
    def from_machine(self) -> tuple[str, ...]:
        """What `client` imports from the runtime's machine."""
        names = ["DeviceObject", "Journal"]
        if any(view.older for view in self.objects):
            names.append("OlderReading")
        if self.instances:
            names += ["Journals", "ObjectRoot"]
        if any(view.events for view in self.objects):
            names.append("Performed")
        if any(view.requests for view in self.objects):
            names.append("StoredAlert")
        return tuple(sort_imports(names))

    @property
    def carries_results(self) -> bool:
        """Whether an event of some machine carries a result."""
        return any(event.carries for view in self.objects for event in view.events)

    @property
    def requires(self) -> bool:
        """Whether some action takes a value that a procedure makes."""
        return any(action.procedure and action.otherwise for view in self.objects for action in view.actions)

    @property
    def client_nodes(self) -> tuple[str, ...]:
        """What `client` imports from `nodes`."""
        names = [name for view in self.objects for name in (view.root_constant, view.state_enum)]
        names += [node.descriptor.partition(".")[0] for p in self.security.procedures for node in p.nodes]
        return tuple(dict.fromkeys(names))

    @property
    def client_states(self) -> tuple[str, ...]:
        """What `client` imports from `states`."""
        return tuple(
            name
            for view in self.objects
            for name in (view.constant, f"{view.camel}Event", f"{view.camel}Facts", f"{view.camel}Variables")
        )

    @property
    def instances(self) -> tuple[ObjectView, ...]:
        """The objects of nodes below the root, which come and go."""
        return tuple(view for view in self.objects if view.above is not None)

    @property
    def has_primitives(self) -> bool:
        """Whether some object runs a procedure."""
        return any(view.procedures for view in self.objects)

    @property
    def reports(self) -> bool:
        """Whether the data of some alert are elements."""
        return any(alert.format is Format.XML for alert in self.enabler.messages.alerts)

    @property
    def root_classes(self) -> tuple[str, ...]:
        """The classes of the roots."""
        return tuple(root.class_name for root in self.nodes.roots if root.class_name)

    @property
    def server_names(self) -> tuple[str, ...]:
        """What the roots are called on the server's side."""
        return tuple(name.removesuffix("Object") for name in self.root_classes)

    def _object(self, machine: Machine) -> ObjectView:
        enabler = self.enabler
        types = {declared.name: declared.python.rpartition(".")[2] for declared in enabler.security.types}
        actions = tuple(
            ActionView(
                action.name,
                None if action.takes is None else snake(types.get(action.takes, action.takes)),
                None if action.takes is None else types.get(action.takes, "object"),
                action.made_by,
                None if action.otherwise is None else event_member(action.otherwise, machine.of),
                docstring(action.doc or action.name, 8),
            )
            for action in machine.actions
        )
        wanted = {action.made_by for action in machine.actions}
        wanted |= {name for row in machine.transitions for name in _asks(row.guard)}
        wanted |= {name for row in machine.refusals for name in _asks(row.guard)}
        root = next((root for root in enabler.tree.roots if machine.of.startswith(root.path)), enabler.tree.roots[0])
        constants = {view.class_name: view.constant for view in self.nodes.roots}
        return ObjectView(
            machine=machine,
            camel=camel(machine.name),
            constant=upper(machine.name),
            state_enum=self.nodes.state_enum[machine.name],
            initial=f"{self.nodes.state_enum[machine.name]}.{upper(machine.initial)}",
            shown_by=_from(machine, machine.shown_by),
            result_shown_by=_from(machine, machine.result_shown_by),
            commands=tuple(
                (_command(event), relative(machine.of, event.path or ""), event_member(event.name, machine.of))
                for event in machine.events
                if event.kind.is_command
            ),
            restart=next(
                (event_member(e.name, machine.of) for e in machine.events if e.kind is EventKind.RESTART), None
            ),
            above=_above(machine),
            gone=tuple(upper(state.name) for state in machine.states if state.gone),
            older=_older(machine, enabler),
            shown=_shown(machine, enabler.tree.by_path()),
            actions=actions,
            events=tuple(
                EventView(
                    event_method(event.name),
                    event_member(event.name, machine.of),
                    bool(event.results),
                    docstring(_event_doc(event), 8),
                )
                for event in machine.events
                if event.kind in (EventKind.INTERNAL, EventKind.TIMER)
            ),
            procedures=tuple(
                structs.replace(
                    procedure,
                    nodes=tuple(
                        structs.replace(node, path=relative(machine.of, f"{root.path}/{node.path}"))
                        for node in procedure.nodes
                    ),
                )
                for procedure in self.security.procedures
                if procedure.name in wanted
            ),
            root_constant=constants.get(self.nodes.class_of.get(root.path, ""), ""),
            doc=docstring(f"{machine.doc or machine.name}\n\nSpec: {machine.span.file}:{machine.span.line}", 4),
            requests=tuple(alert.name for alert in enabler.messages.alerts if alert.data != "result"),
        )


def _command(event: Event) -> str:
    """The command of an event as the runtime looks it up: ``replace``, or ``replace within`` for a whole subtree."""
    return f"{event.kind.value} within" if event.within else event.kind.value


def _from(machine: Machine, path: str | None) -> str | None:
    """A path as seen from the node that has the machine."""
    return None if path is None else relative(machine.of, path)


def _above(machine: Machine) -> str | None:
    """The path below the root under which nodes with this machine come and go; None for the root itself."""
    parts = machine.of.split("/")
    return "/".join(parts[1:-1]) if len(parts) > 1 else None


def _shown(machine: Machine, paths: Mapping[str, Node]) -> tuple[tuple[str, str, str], ...]:
    """Leaf, variable, and what the leaf holds for each member."""
    found = []
    for variable in machine.variables:
        if variable.shown_by is None:
            continue
        coded = {value.name: value.value for value in paths[variable.shown_by].values}
        members = {member: coded[member] for member in variable.members}
        found.append((relative(machine.of, variable.shown_by), variable.name, repr(members).replace("'", '"')))
    return tuple(found)


def _older(machine: Machine, enabler: Enabler) -> OlderView | None:
    if machine.older_shown_by is None or enabler.older is None:
        return None
    by_name = {state.name: state for state in machine.states}

    def value(state: State) -> int:
        while state.reads_as is not None:
            state = by_name[state.reads_as]
        return state.value

    known = {result.name: result.code for result in enabler.older.results}
    reads = {result.name: result.reads_as for result in enabler.messages.results}
    codes = {result.name: result.code for result in enabler.messages.results}
    results = []
    for name, code in codes.items():
        older: str | None = name
        while older is not None and older not in known:
            older = reads.get(older)
        if older is not None and known[older] != code:
            results.append((code, known[older]))
    below = [
        node.path for node in enabler.tree.walk() if node.name == OVERLAY and f"{node.path}/".startswith(machine.of)
    ]
    return OlderView(
        relative(machine.of, machine.older_shown_by),
        tuple((upper(state.name), value(state)) for state in machine.states if not state.gone),
        tuple(results),
        tuple(relative(machine.of, path) for path in below),
    )


def _asks(expression: Any) -> set[str]:
    """The procedures that a guard asks."""
    match expression:
        case Passes(procedure=name):
            return {name}
        case Not(term=term):
            return _asks(term)
        case And(terms=terms) | Or(terms=terms):
            return set().union(*map(_asks, terms))
        case _:
            return set()


def _event_doc(event: Any) -> str:
    lines = [event.doc or event.name]
    if event.results:
        lines.append(f"Carries one of: {', '.join(event.results)}.")
    if event.kind is EventKind.TIMER and event.after is not None:
        after = getattr(event.after, "name", getattr(event.after, "value", ""))
        lines.append(f"Due {after} seconds after one of these states was entered: {', '.join(event.while_in)}.")
    return "\n\n".join(lines)


def _alert(alert: Any, enabler: Enabler) -> AlertView:
    paths: dict[str, Node] = enabler.tree.by_path()
    assert alert.source in (None, EXECUTED) or alert.source in paths
    own = [machine.of for machine in enabler.machines]
    source = "" if alert.source in (None, EXECUTED, *own) else alert.source.partition("/")[2]
    fields = [
        ("name", literal(alert.name)),
        ("type", literal(alert.type)),
        ("format", literal(alert.format.value)),
        ("source", literal(source)),
        ("mark", literal(alert.mark.value)),
    ]
    if alert.mark_on_failure is not None:
        fields.append(("mark_on_failure", literal(alert.mark_on_failure.value)))
    if alert.correlator is CorrelatorRule.ECHO:
        fields.append(("echoes", "True"))
    if alert.source == EXECUTED:
        fields.append(("executed", "True"))
    if alert.identifier:
        leaves = [relative(of, path) for path in alert.identifier for of in own if path.startswith(f"{of}/")]
        fields.append(("identifier", strings(tuple(dict.fromkeys(leaves)))))
    if enabler.older is not None and alert.name not in {kind.name for kind in enabler.older.alerts}:
        fields.append(("extension", "True"))
    if alert.may != tuple(Flow):
        fields.append(("may", strings(tuple(flow.value for flow in alert.may))))
    answers = f"\n\nAnswers {', '.join(alert.answers)}." if alert.answers else ""
    spec = f"\nSpec: {alert.span.file}:{alert.span.line}"
    doc = docstring(f"{alert.doc or alert.name}{answers or chr(10)}{spec}")
    return AlertView(upper(alert.name), tuple(fields), doc, alert.id)
