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
_LEAF = (
    "<Node><NodeName>N</NodeName><DFProperties><AccessType><Get/></AccessType><Description>A number.</Description>"
    "<DFFormat><int/></DFFormat><DFType><MIME>text/plain</MIME></DFType></DFProperties></Node>"
)
_ALLOWED = '<AllowedValues ValueType="Range"><Value>{}</Value></AllowedValues></DFProperties>'
_LWM2M = (
    "# objects.ddf.xml\n<LWM2M><Object><Name>A</Name><Description1>An object.</Description1><ObjectID>1</ObjectID>"
    "<ObjectURN>urn:oma:lwm2m:x:1</ObjectURN><MultipleInstances>Single</MultipleInstances><Mandatory>Optional</Mandatory>"
    '<Resources><Item ID="0"><Name>N</Name><Operations>R</Operations><MultipleInstances>Single</MultipleInstances>'
    "<Mandatory>Optional</Mandatory><Type>{}</Type><Description>A text.</Description></Item></Resources></Object></LWM2M>\n"
)
_PROGRAM = '# objects.ddf.xml\ntree = "' + _DDF.partition("\n")[2].strip().replace("An object", "An{} object") + '";\n'

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
        code="SWM0120",
        title="a property that says not exactly one thing",
        why="What is to be proved would not be known, or half of it would be passed over.",
        how="State one of the forms, and `without` with `reaches` alone; write two properties for two things.",
        bad=machine(GO, more=("properties: {p: {never: {on: exec x/Go, changes: state}, reaches: a}}",)),
        good=machine(GO, more=("properties: {p: {reaches: a}}",)),
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
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0154",
        title="an element that cannot stand here",
        why="It would be passed over, and with it what its writer wanted.",
        how="Move or correct it; the note says what can stand there.",
        bad=_DDF.replace("<Get/>", "<Get/><Set/>"),
        good=_DDF,
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0155",
        title="not in the encoding declared",
        why="A parser that keeps to the letter stops here, and one that does not puts signs of no meaning into the text. "
        "It is read as Windows-1252, or as Mac Roman where its quotes say so.",
        how="Save the file as UTF-8.",
        bad="# objects.ddf.xml: byte 0x92 of Windows-1252\n",
        good=_DDF,
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0156",
        title="properties in another order",
        why="The DTD fixes the order of the elements in DFProperties; a validating reader refuses any other.",
        how="Put them in the order that the note tells; `swmgen import --as ddf` does.",
        bad=_DDF.replace(
            "<Description>An object.</Description><DFFormat><node/></DFFormat>",
            "<DFFormat><node/></DFFormat><Description>An object.</Description>",
        ),
        good=_DDF,
        severity=Severity.WARNING,
        reference="OMA DM DDF DTD 1.2",
    ),
    Entry(
        code="SWM0157",
        title="blanks around a name",
        why="A server that takes the name as it stands asks for a node that no device has.",
        how="Take the blanks away.",
        bad=_DDF.replace("<NodeName>A<", "<NodeName>A <"),
        good=_DDF,
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0158",
        title="one URI described twice",
        why="Nobody can tell which of the two descriptions holds for the node. Both are kept, the later under another name.",
        how="Delete one of the two, or rename it.",
        bad=_DDF.replace("</Node>", _LEAF + _LEAF + "</Node>"),
        good=_DDF.replace("</Node>", _LEAF + "</Node>"),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0159",
        title="a name that breaks URIs",
        why="Slashes separate the names of a URI, and names in angle brackets stand for names given at creation.",
        how="Choose another name; an empty NodeName says that the name is given at creation.",
        bad=_DDF.replace("<NodeName>A<", "<NodeName>&lt;A<"),
        good=_DDF,
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0160",
        title="an element that stands here once too often",
        why="Only one of them can hold; readers differ in which they take.",
        how="Delete all but one.",
        bad=_DDF.replace("<DFFormat>", "<DFFormat><node/></DFFormat><DFFormat>"),
        good=_DDF,
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0161",
        title="a Path that contradicts",
        why="Where a node is follows from where it stands; a Path that says otherwise sends servers to another node.",
        how="Delete the Path, or move the node.",
        bad=_DDF.replace("</Node>", _LEAF.replace("</NodeName>", "</NodeName><Path>./B</Path>") + "</Node>"),
        good=_DDF.replace("</Node>", _LEAF.replace("</NodeName>", "</NodeName><Path>./A</Path>") + "</Node>"),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0162",
        title="allowed values that cannot be checked",
        why="What is said is not of the form that its kind has, so stubs cannot refuse a wrong value.",
        how="Write a range as [1-5] or [(-1)-5], and expressions that other languages know as well.",
        bad=_DDF.replace("</Node>", _LEAF.replace("</DFProperties>", _ALLOWED.format("1 to 5")) + "</Node>"),
        good=_DDF.replace("</Node>", _LEAF.replace("</DFProperties>", _ALLOWED.format("[1-5]")) + "</Node>"),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0163",
        title="an occurrence without its number",
        why="ZeroOrN and OneOrN mean nothing without a number from 2 to 65536. "
        "With 1 it is read as ZeroOrOne or One, with none as ZeroOrMore or OneOrMore.",
        how="Write the number, or the occurrence that is meant.",
        bad=_DDF.replace("<DFType>", "<Occurrence><ZeroOrN/></Occurrence><DFType>"),
        good=_DDF.replace("<DFType>", "<Occurrence><ZeroOrMore/></Occurrence><DFType>"),
        severity=Severity.WARNING,
    ),
    Entry(
        code="SWM0164",
        title="something of LightweightM2M without a counterpart",
        why="A management tree has no such type, number or range. What is said is carried, but nothing acts on it.",
        how="Look whether the type that is taken in its place holds every value you need.",
        bad=_LWM2M.format("Objlnk"),
        good=_LWM2M.format("String"),
        severity=Severity.WARNING,
        reference="OMA-TS-LightweightM2M 1.1, appendix D",
    ),
    Entry(
        code="SWM0165",
        title="an archive or a folder that is refused",
        why="Its members lie outside of it, are encrypted, or unpack to more than any set of descriptions holds: "
        "a mistake, or an attack on the build.",
        how="Pack the description files alone into a new archive.",
        bad="# bundle.zip: a member ../../x.xml\n",
        good=_DDF,
    ),
    Entry(
        code="SWM0166",
        title="a tree that a program puts together",
        why="The text of a literal is read, but what the program computes between two of them only shows when it runs.",
        how="Import what the program puts out, or write the text that it would put in.",
        bad=_PROGRAM.format('" + kind + "'),
        good=_PROGRAM.format(""),
        severity=Severity.WARNING,
    ),
)
