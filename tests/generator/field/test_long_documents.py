"""Places in documents of more lines than the parser counts: whole devices and bundles as one document."""

from __future__ import annotations

import pytest
from field import MSFT

from swmgen.diagnostics import Report
from swmgen.read.ddf import read_ddf

LEAF = (
    "<Node>\n<NodeName>{name}</NodeName>\n<DFProperties>\n<AccessType>\n<Get/>\n</AccessType>\n{between}<DFFormat>\n<chr/>\n"
    "</DFFormat>\n<DFType>\n<MIME>text/plain</MIME>\n</DFType>\n</DFProperties>\n</Node>\n"
)
FAULTS = (
    ("SWM0154", "<Gett/>", LEAF.replace("<Get/>", "<Gett/>")),
    ("SWM0156", "<DFProperties>", LEAF.replace("{between}", "").replace("<AccessType>", "<DFTitle>t</DFTitle>\n<AccessType>")),
    ("SWM0160", "<DFTitle>u", LEAF.replace("<DFType>", "<DFTitle>t</DFTitle>\n<DFTitle>u</DFTitle>\n<DFType>")),
    ("SWM0153", "<DFProperties>", LEAF.replace("{between}<DFFormat>\n<chr/>\n</DFFormat>\n", "")),
    ("SWM0157", "<NodeName> ", LEAF.replace("{name}", " {name}")),
    ("SWM0162", "<MSFT:AllowedValues", LEAF.replace("</DFType>\n", '</DFType>\n<MSFT:AllowedValues ValueType="Range">\n\n'
     "<MSFT:Value>many</MSFT:Value>\n</MSFT:AllowedValues>\n")),
)  # fmt: skip


@pytest.mark.parametrize("lead", ["", "<!-- of a device -->\n"])
@pytest.mark.parametrize("padding", [0, 65_000, 65_520, 65_532, 70_000])
def test_faults_have_their_lines_however_long_a_document_is(padding: int, lead: str) -> None:
    faults = [
        (code, sign, text.format(name=f"F{number}", between="")) for number, (code, sign, text) in enumerate(FAULTS)
    ]
    begin = f'{lead}<MgmtTree xmlns:MSFT="{MSFT}">\n<VerDTD>1.2</VerDTD>\n' + "\n" * padding
    text = (
        begin
        + "".join(f"{LEAF.format(name=f'N{code}', between='')}{fault}" for code, _, fault in faults)
        + "</MgmtTree>"
    )
    expected = []
    at = 0
    for code, sign, fault in faults:
        at = text.index(fault, at)
        expected.append((code, text.count("\n", 0, text.index(sign, at)) + 1))
    report = Report()
    found = read_ddf(text.encode(), "a.xml", "a-1.0", report)
    assert found is not None
    assert sorted((entry.code, entry.span.line) for entry in report) == sorted(expected)
    lines = text.split("\n")
    assert all("<NodeName" in lines[root.span.line - 1] for root in found.roots)
