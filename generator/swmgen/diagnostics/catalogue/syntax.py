"""01xx: syntax and structure of the five files."""

from swmgen.diagnostics.catalogue.entry import Entry
from swmgen.diagnostics.catalogue.examples import GO, machine, tree
from swmgen.diagnostics.diagnostic import Severity

_N = "N: {format: int, access: Get, type: text/plain, doc: A number.}"
_TREE = "# objects.yaml\nobjects:\n  <x>: {type: urn:oma:mo:x-a:1.0, access: Get, doc: An object.}\n"
_REST = ("{on: exec x/Go, in: otherwise, status: 405}",)
_YES = "a: {value: 1, final: true, doc: Idle.} ; b: {value: 2, final: yes, doc: Busy.}"
_DDF = (
    "# objects.ddf.xml\n<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName><DFProperties><AccessType><Get/></AccessType>"
    "<Description>An object.</Description>"
    "<DFFormat><node/></DFFormat><DFType><DDFName>urn:oma:mo:x-a:1.0</DDFName></DFType></DFProperties></Node></MgmtTree>\n"
)

ENTRIES = (
    Entry(
        code="SWM0101",
        title="not well-formed YAML",
        why="The file cannot be read at all, so nothing in it can be checked or generated.",
        how="Look at the place named: a missing colon, a bracket that is not closed, or wrong indentation just before it.",
        bad="# objects.yaml\nobjects:\n  <x>: {access: Get\n",
        good=_TREE,
    ),
    Entry(
        code="SWM0102",
        title="file too large",
        why="No specification needs more than 16 MiB; a larger file is a mistake or an attack on the build.",
        how="Split the enabler, or look at what filled the file.",
        bad="# objects.yaml: more than 16 MiB\n",
        good=_TREE,
    ),
    Entry(
        code="SWM0103",
        title="not UTF-8",
        why="Guessing an encoding would put wrong characters into every output.",
        how="Save the file as UTF-8.",
        bad="# enabler.yaml: byte 0x92 of Windows-1252\n",
        good='# enabler.yaml\nenabler: a\nversion: "1.0"\ntitle: The server\u2019s object\n',
    ),
    Entry(
        code="SWM0104",
        title="tab as indentation",
        why="YAML forbids tabs in indentation, because their width is not defined.",
        how="Indent with spaces; most editors can convert the file.",
        bad=_TREE.replace("  <x>", "\t<x>"),
        good=_TREE,
    ),
    Entry(
        code="SWM0105",
        title="anchor, alias or tag",
        why="Aliases can blow a small file up without end, and what is inherited by text cannot be checked or shown. "
        "Types come from the language, so tags say nothing.",
        how="Write the value out, name a group of states, or extend another enabler.",
        bad=_TREE.replace("<x>: {", "<x>: &a {") + "  <y>: *a\n",
        good=_TREE + "  <y>: {type: urn:oma:mo:x-b:1.0, access: Get, doc: Another.}\n",
    ),
    Entry(
        code="SWM0106",
        title="the same key twice",
        why="YAML parsers silently keep one of the two, so half of what is written would be lost.",
        how="Merge the two, or rename one.",
        bad=_TREE.replace("access: Get", "access: Get, access: Get Replace"),
        good=_TREE.replace("Get", "Get Replace"),
    ),
    Entry(
        code="SWM0107",
        title="unknown key",
        why="A key that means nothing would be ignored, and with it what its writer wanted.",
        how="Correct the spelling; `swmgen schema` lists the keys of each place.",
        bad=_TREE.replace("doc: An object.", "doc: An object., titel: An object"),
        good=_TREE,
    ),
    Entry(
        code="SWM0108",
        title="a value of the wrong type",
        why="What is expected here is of another kind; nothing sensible can be made of it.",
        how="Write what is expected; text that looks like a number needs quotes.",
        bad="# enabler.yaml\nenabler: a\nversion: 1.0\ntitle: A\n",
        good='# enabler.yaml\nenabler: a\nversion: "1.0"\ntitle: A\n',
    ),
    Entry(
        code="SWM0109",
        title="something is not stated",
        why="The element means nothing without it, and there is no default that would be right.",
        how="Add the key.",
        bad='# enabler.yaml\nenabler: a\nversion: "1.0"\n',
        good='# enabler.yaml\nenabler: a\nversion: "1.0"\ntitle: A\n',
    ),
    Entry(
        code="SWM0110",
        title="nested too deeply",
        why="No management tree is a thousand nodes deep; such a file only serves to exhaust the reader.",
        how="Look at the place named for brackets or indentation that never end.",
        bad="# objects.yaml: 5000 opening brackets\n",
        good=_TREE,
    ),
    Entry(
        code="SWM0111",
        title="no document, or more than one",
        why="A file holds exactly one document; of several, all but one would be lost.",
        how="Fill the file or delete it; put a second document into a file of its own.",
        bad=_TREE + "---\nobjects: {}\n",
        good=_TREE,
    ),
    Entry(
        code="SWM0112",
        title="a value that cannot stand here",
        why="The place takes a fixed set of words or a fixed form.",
        how="Take one of those listed.",
        bad=_TREE.replace("Get", "Get, scope: permanent"),
        good=_TREE.replace("Get", "Get, scope: Permanent"),
    ),
    Entry(
        code="SWM0113",
        title="not a guard",
        why="Guards are a closed language, so that they mean the same in code, in models and in prose.",
        how="Use names, = != < <= > >=, in {..}, set(path), passes(procedure), and, or, not and brackets.",
        bad=machine("{on: exec x/Go, from: a, when: set(x/State) &&, to: a, status: 200}", refusals=_REST),
        good=machine("{on: exec x/Go, from: a, when: set(x/State), to: a, status: 200}", refusals=_REST),
    ),
    Entry(
        code="SWM0115",
        title="a folder that is no enabler",
        why="Enablers are named by their folders; a folder without identity, or with another one, cannot be referred to.",
        how="Add enabler.yaml, and call the folder as it says: name-version.",
        bad='# enabler.yaml\nenabler: b\nversion: "1.0"\ntitle: B\n',
        good='# enabler.yaml\nenabler: a\nversion: "1.0"\ntitle: A\n',
    ),
    Entry(
        code="SWM0116",
        title="a file that does not count",
        why="A misspelt file name would leave out everything the file says, without a word.",
        how="Rename the file: enabler.yaml, objects.yaml or objects.ddf.xml, states.yaml, messages.yaml, security.yaml.",
        bad="# state.yaml\nmachines: {}\n" + tree(_N),
        good=machine(GO),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0117",
        title="two descriptions of one tree",
        why="With objects.yaml and objects.ddf.xml both present, nobody can tell which one holds.",
        how="Delete one of the two.",
        bad="# objects.yaml\nobjects: {}\n# and objects.ddf.xml beside it\n",
        good=_TREE,
    ),
    Entry(
        code="SWM0118",
        title="a truth value of YAML 1.1",
        why="`yes`, `no`, `on`, `off` are text in YAML 1.2; tools disagree about them.",
        how="Write true or false.",
        bad=machine(GO.replace("to: a", "to: b"), "{on: exec x/Go, from: b, to: a, status: 200}", states=_YES),
        good=machine(GO),
    ),
    Entry(
        code="SWM0119",
        title="a file that cannot be read",
        why="The system refuses to give the file's contents.",
        how="Look at its permissions, and that it is a file.",
        bad="# objects.yaml: a folder of that name\n",
        good=_TREE,
    ),
    Entry(
        code="SWM0150",
        title="not well-formed XML",
        why="The document cannot be read at all, so no node of it is known.",
        how="Look at the place named: a tag that is not closed, a stray `&` or `<`, or an encoding that is not the one declared.",
        bad="# objects.ddf.xml\n<MgmtTree><VerDTD>1.2</VerDTD>\n",
        good=_DDF,
    ),
    Entry(
        code="SWM0151",
        title="a document that asks for too much",
        why="Entities and endless nesting serve attacks on the reader; no device description needs them.",
        how="Take the entity declarations out and write their text instead.",
        bad='# objects.ddf.xml\n<!DOCTYPE MgmtTree [<!ENTITY a "b">]>\n<MgmtTree><VerDTD>&a;</VerDTD></MgmtTree>\n',
        good=_DDF,
    ),
    Entry(
        code="SWM0152",
        title="no device description",
        why="The document is XML, but of another kind.",
        how="The root element of a device description is MgmtTree.",
        bad="# objects.ddf.xml\n<LWM2M/>\n",
        good=_DDF,
    ),
    Entry(
        code="SWM0153",
        title="an element is missing",
        why="A node is not described without it (OMA-TS-DM_TND 1.2).",
        how="Add the element.",
        bad=_DDF.replace("<VerDTD>1.2</VerDTD>", ""),
        good=_DDF,
    ),
    Entry(
        code="SWM0154",
        title="an element that cannot stand here",
        why="It would be passed over, and with it what its writer wanted.",
        how="Move or correct it; the note says what can stand there.",
        bad=_DDF.replace("<Get/>", "<Get/><Set/>"),
        good=_DDF,
    ),
)
