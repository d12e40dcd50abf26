"""The documents: whole, linked, readable without a network, and safe with whatever a specification says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from specs import checked, write

from swmgen.diagnostics.catalogue.examples import GO, machine, tree
from swmgen.emit.backend import EmitContext, Output
from swmgen.emit.ddf import DdfBackend
from swmgen.emit.docs import DocsBackend
from swmgen.emit.docs.anchors import anchor
from swmgen.emit.docs.figures import dot, mermaid, procedure_figure, state_figure, tree_figure
from swmgen.emit.docs.figures.layers import Box, Line, Rect, lay_out, spread
from swmgen.emit.docs.typed_steps import typed
from swmgen.emit.docs.view import changes
from swmgen.emit.templates import breakable, markdown, template_source
from swmgen.load import Loaded, load
from swmgen.semantics import outcomes

ROOT = Path(__file__).resolve().parents[3]
RESTART = ROOT / "tests" / "golden" / "restart"
PAGES = ROOT / "generated" / "docs"
HOSTILE = "</script><img src=x onerror=alert(1)> & \"quotes\" 'too' | pipe `tick` *star* [link](http://a) \\ {{ 7*7 }}"


def rendered(loaded: Loaded, key: str) -> dict[str, str]:
    context = EmitContext(template=template_source([ROOT / "templates"]), enablers=loaded.enablers)
    enabler = loaded.enablers[key]
    ddf: tuple[Output, ...] = tuple(DdfBackend().emit(enabler, context))
    context = EmitContext(template=context.template, enablers=loaded.enablers, earlier={"ddf": ddf})
    return {output.path: output.text for output in DocsBackend().emit(enabler, context)}


# the small object -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["restart-1.0.html", "restart-1.0.md", "restart-1.0.order.mmd", "restart-1.0.order.dot"]
)
def test_the_small_objects_pages_are_the_golden_ones(name: str) -> None:
    made = rendered(load(RESTART / "spec"), "restart-1.0")
    assert made[f"docs/{name}"] == (RESTART / "docs" / name).read_text(encoding="utf-8")


# every page -----------------------------------------------------------------------------------------------------------


def pages() -> list[Path]:
    return sorted(PAGES.glob("*.html"))


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_a_page_is_whole_and_every_link_leads_somewhere(page: Path) -> None:
    document = html.fromstring(page.read_bytes())
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in document.iter("a"):
        target = element.get("href")
        file, _, fragment = target.partition("#")
        other = html.fromstring((PAGES / file).read_bytes()) if file else document
        if fragment:
            assert other.xpath("//*[@id=$id]", id=unquote(fragment)), target


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.ets.html")), ids=lambda path: path.name)
def test_a_group_of_tests_leads_to_the_very_row_of_the_specification(page: Path) -> None:
    enabler = html.fromstring((PAGES / page.name.replace(".ets.html", ".html")).read_bytes())
    rows = 0
    for group in html.fromstring(page.read_bytes()).xpath("//tr[th/small]"):
        [link] = group.xpath("th/a")
        [place] = enabler.xpath("//*[@id=$id]", id=unquote(link.get("href").partition("#")[2]))
        if place.get("class", "").startswith("entry"):
            rows += 1
            assert place.get("title") == group.xpath("string(th/small)")
            event = place.xpath("string(ancestor::tr/th)")
            assert event == link.text_content()
    assert rows > 3 or page.name.startswith("dmsecurity")


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_a_page_needs_no_network(page: Path) -> None:
    document = html.fromstring(page.read_bytes())
    loaded = [
        value
        for element in document.iter()
        for name, value in element.attrib.items()
        if name in ("src", "href", "data", "action", "poster")
    ]
    assert [value for value in loaded if "//" in value] == []
    assert "@import" not in (PAGES / "style.css").read_text()
    assert "url(" not in (PAGES / "style.css").read_text()


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_no_cell_of_a_table_is_empty(page: Path) -> None:
    document = html.fromstring(page.read_bytes())
    cells = [(row, row.text_content().strip()) for row in document.iter("td", "th")]
    assert [row.getroottree().getpath(row) for row, text in cells if not text or text == "not defined"] == []


@pytest.mark.parametrize("key", ["fumo-1.0", "fumo-1.1"])
def test_a_page_has_every_part(key: str) -> None:
    enabler = load(ROOT / "spec").enablers[key]
    text = (PAGES / f"{key}.html").read_text(encoding="utf-8")
    document = html.fromstring(text)
    ids = {element.get("id") for element in document.iter() if element.get("id")}
    elements = [*enabler.tree.walk(), *enabler.messages.results, *enabler.messages.alerts]
    elements += [state for machine_ in enabler.machines for state in machine_.states]
    elements += [procedure for procedure in enabler.security.procedures if procedure.id.startswith(key)]
    assert {anchor(element.id) for element in elements} <= ids
    assert ("changes" in ids) == (enabler.extends is not None)
    assert {"identity", "alerts", "results", "security", "requirements", "ddf"} <= ids
    assert len(document.xpath("//figure/svg | //figure/*[local-name()='svg']")) >= 3
    ddf = (ROOT / "generated" / "ddf" / f"{key}.ddf.xml").read_text(encoding="utf-8")
    [shown] = document.xpath("//*[@id='ddf']/following::pre[1]")
    assert shown.text_content() == ddf
    markdown_text = (PAGES / f"{key}.md").read_text(encoding="utf-8")
    assert all(markdown(node.path) in markdown_text for node in enabler.tree.walk())


@pytest.mark.parametrize("key", ["fumo-1.0", "fumo-1.1"])
def test_the_table_of_events_and_states_says_what_the_machine_does(key: str) -> None:
    enabler = load(ROOT / "spec").enablers[key]
    [found] = enabler.machines
    document = html.fromstring((PAGES / f"{key}.html").read_bytes())
    [table] = document.xpath("//table[contains(@class,'states')]")
    heads = [cell.text_content() for cell in table.xpath("./thead/tr/th")][1:]
    assert heads == [f"{state.value} {state.name}" for state in found.states]
    cells = outcomes(found)
    rows = table.xpath("./tbody/tr")
    assert len(rows) == len(found.events)
    for event, row in zip(found.events, rows, strict=True):
        for state, cell in zip(found.states, row.xpath("./td"), strict=True):
            shown = cell.xpath("./div")
            expected = cells[(state.name, event.name)]
            assert len(shown) == len(expected), (state.name, event.name)
            for entry, outcome in zip(shown, expected, strict=True):
                words = entry.text_content()
                assert (f"\u2192 {outcome.target}" in words) == (outcome.target is not None)
                if outcome.row.status is not None:
                    assert f"Status {outcome.row.status}" in words


def test_what_changed_names_what_is_new_and_nothing_that_is_inherited() -> None:
    document = html.fromstring((PAGES / "fumo-1.1.html").read_bytes())
    [table] = document.xpath("//h2[@id='changes']/following::table[1]")
    rows = [[cell.text_content().strip() for cell in row.xpath("./td")] for row in table.xpath("./tbody/tr")]
    assert ["new", "state", "download_suspended"] in rows
    assert ["new", "node", "x/Policy/AutoResume"] in rows
    assert [row for row in rows if row[2] in ("x/PkgName", "idle")] == []


# hostile text ---------------------------------------------------------------------------------------------------------


def test_text_of_a_specification_never_becomes_markup(tmp_path: Path) -> None:
    quoted = HOSTILE.replace("'", "''")
    text = tree(
        f"Go: {{format: 'null', access: Exec, type: text/plain, doc: '{quoted}'}}",
        "State: {format: int, access: Get, type: text/plain, doc: The state.}",
        f"Text: {{format: chr, access: Get, type: text/plain, default: '{quoted}', title: '{quoted}', doc: A text.}}",
    )
    states = f"a: {{value: 1, final: true, doc: '{quoted}'}}"
    loaded = checked(write(tmp_path, text + machine(GO, states=states)))
    assert not loaded.report.has_errors, [entry.message for entry in loaded.report]
    made = rendered(loaded, "a-1.0")
    document = html.fromstring(made["docs/a-1.0.html"])
    assert document.xpath("//img | //main//script") == []
    assert HOSTILE in document.text_content()
    for line in made["docs/a-1.0.md"].splitlines():
        bare = line.replace("\\\\", "").replace("\\|", "")
        for sign in "`*[<":
            bare = bare.replace(f"\\{sign}", "")
        if "star" in line:
            assert not set("`*<") & set(bare), line


@given(st.text(max_size=30))
def test_ids_on_pages_are_one_to_one_and_hold_no_blank(name: str) -> None:
    made = anchor(f"a-1.0:node:x/{name}")
    assert not any(letter.isspace() or letter in "\"'<>&%#?" for letter in made)
    if name.isprintable() and name:
        assert anchor(f"a-1.0:node:x/{name}y") != made


# figures --------------------------------------------------------------------------------------------------------------


def overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@settings(deadline=None)
@given(st.integers(1, 9), st.data())
def test_no_line_crosses_a_box_and_no_label_another(count: int, data: st.DataObject) -> None:
    boxes = [Box(data.draw(st.integers(20, 120)), data.draw(st.integers(20, 60))) for _ in range(count)]
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] != pair[1])
    lines = [
        Line(*pair, data.draw(st.integers(10, 90)), 15)
        for pair in (data.draw(st.lists(ends, max_size=14)) if count > 1 else [])
    ]
    layout = lay_out(boxes, lines, 0)
    for number, box in enumerate(layout.boxes):
        assert not any(overlap(box, other) for other in layout.boxes[number + 1 :])
        assert not any(overlap(box, route.label) for route in layout.routes)
    labels = [route.label for route in layout.routes]
    assert not any(overlap(one, other) for number, one in enumerate(labels) for other in labels[number + 1 :])
    for line, route in zip(lines, layout.routes, strict=True):
        for x, start, end in route.stretches:
            stretch = Rect(x, min(start, end), 0, abs(end - start))
            for number, box in enumerate(layout.boxes):
                inside = box.x < x < box.x + box.width
                crosses = inside and stretch.y < box.y + box.height and box.y < stretch.y + stretch.height
                assert not crosses or number in (line.source, line.target)


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(0.1, 9)), min_size=1, max_size=9), st.data())
def test_spreading_keeps_distances_and_moves_nothing_that_has_room(wanted: list[tuple[float, float]], data) -> None:  # type: ignore[no-untyped-def]
    distances = [data.draw(st.floats(0, 50)) for _ in wanted[1:]]
    places = spread([want for want, _ in wanted], [weight for _, weight in wanted], distances)
    for one, other, distance in zip(places, places[1:], distances, strict=False):
        assert other - one >= distance - 1e-6
    roomy = all(b[0] - a[0] >= d for a, b, d in zip(wanted, wanted[1:], distances, strict=False))
    if roomy:
        assert places == pytest.approx([want for want, _ in wanted])


def drawn(key: str) -> list[etree._Element]:
    enabler = load(ROOT / "spec").enablers[key]
    nodes = {node.path: node for node in enabler.tree.walk()}

    def href(element: object) -> str:
        return "#x"

    found = [tree_figure(root, frozenset(), href)[0] for root in enabler.tree.roots]
    found += [figure for entry in enabler.machines if (figure := state_figure(entry, frozenset(), href)) is not None]
    found += [procedure_figure(typed(entry, enabler, nodes), {}) for entry in enabler.security.procedures]
    return [etree.fromstring(figure.standalone("").encode("utf-8")) for figure in found]


@pytest.mark.parametrize("key", ["fumo-1.0", "fumo-1.1"])
def test_everything_a_figure_draws_lies_inside_of_it(key: str) -> None:
    figures = drawn(key)
    assert len(figures) >= 3
    for figure in figures:
        left, top, width, height = map(int, figure.get("viewBox").split())
        for element in figure.iter("{*}rect", "{*}text"):
            x, y = int(element.get("x")), int(element.get("y"))
            assert left <= x <= left + width
            assert top <= y <= top + height
            if element.get("width"):
                assert x + int(element.get("width")) <= left + width
                assert y + int(element.get("height")) <= top + height


def test_figures_of_one_machine_in_two_notations_name_every_state_and_arrow() -> None:
    [found] = load(ROOT / "spec").enablers["fumo-1.0"].machines
    text, graph = mermaid(found), dot(found)
    arrows = {(source, row.target) for row in found.transitions for source in row.sources}
    assert text.count(" --> ") == len(arrows) + 1
    assert graph.count(" -> ") == len(arrows) + 1
    assert all(f"{state.value} {state.name}" in text and state.name in graph for state in found.states)


# search ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(tmp_path: Path):  # type: ignore[no-untyped-def]
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no browser is installed; the search page is not tried in one")

    def open_page(address: str) -> str:
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom"]
        done = subprocess.run([program, *options, address], capture_output=True, text=True, timeout=120, check=False)
        return done.stdout

    return open_page


def test_the_search_finds_a_node_from_file(browser) -> None:  # type: ignore[no-untyped-def]
    page = html.fromstring(browser(f"file://{PAGES / 'index.html'}?q=pkgurl"))
    links = [link.get("href") for link in page.xpath("//ul[@id='found']//a")]
    assert "fumo-1.0.html#node-x/Download/PkgURL" in links
    assert all("pkgurl" in link.lower() for link in links)


def test_the_search_says_when_there_is_nothing(browser) -> None:  # type: ignore[no-untyped-def]
    page = html.fromstring(browser(f"file://{PAGES / 'index.html'}?q=zzzz"))
    assert page.xpath("string(//ul[@id='found'])") == "Nothing found."


def test_rows_told_by_the_same_words_are_told_once_with_their_number() -> None:
    found = changes(load(ROOT / "spec").enablers["fumo-1.1"])
    assert len({(change.kind, change.what, change.name) for change in found}) == len(found)
    [ends] = [change for change in found if change.name == "verification_ends in verifying"]
    assert ends.rows > 1


def test_a_long_name_may_be_broken_at_its_seams_and_is_escaped() -> None:
    assert breakable("x/Ext/SwM") == "x/<wbr>Ext/<wbr>SwM"
    assert breakable("download_failed, 1.1:A.b") == "download_<wbr>failed, 1.1:<wbr>A.<wbr>b"
    assert breakable("<x>/a&b") == "&lt;x&gt;/<wbr>a&amp;b"
