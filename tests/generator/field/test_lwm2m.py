"""Objects of LightweightM2M become management objects; what has no counterpart is named and carried."""

from __future__ import annotations

from field import one, read, refused

from swmgen.check.tree import misfit
from swmgen.emit.ddf import written
from swmgen.model import Access, Form, Format, Node, Range

ITEM = (
    '<Item ID="{id}"><Name>{name}</Name><Operations>{operations}</Operations><MultipleInstances>{several}</MultipleInstances>'
    "<Mandatory>{mandatory}</Mandatory><Type>{type}</Type><RangeEnumeration>{range}</RangeEnumeration><Units>{unit}</Units>"
    "<Description><![CDATA[{doc}]]></Description></Item>"
)


def item(**said: str) -> str:
    default = {
        "id": "0", "name": "Value", "operations": "R", "several": "Single", "mandatory": "Optional",
        "type": "Integer", "range": "", "unit": "", "doc": "A value.",
    }  # fmt: skip
    return ITEM.format(**{**default, **said})


def thing(*items: str, several: str = "Single", mandatory: str = "Optional") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><LWM2M xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<Object ObjectType="MODefinition"><Name>Thing</Name><Description1>A thing.</Description1><ObjectID>3300</ObjectID>'
        "<ObjectURN>urn:oma:lwm2m:ext:3300:1.1</ObjectURN><LWM2MVersion>1.0</LWM2MVersion><ObjectVersion>1.1</ObjectVersion>"
        f"<MultipleInstances>{several}</MultipleInstances><Mandatory>{mandatory}</Mandatory>"
        f"<Resources>{''.join(items)}</Resources><Description2></Description2></Object></LWM2M>"
    )


def leaf(**said: str) -> tuple[Node, list[str]]:
    root, codes = one(thing(item(**said)))
    return root.nodes[0], codes


def test_an_object_is_a_root_with_its_urn() -> None:
    found, codes = read(thing(item(), mandatory="Mandatory"))
    [root] = found.roots
    assert (found.form, codes) == (Form.LWM2M, [])
    assert (root.name, root.mo_id, str(root.occurs), root.doc) == (
        "Thing",
        "urn:oma:lwm2m:ext:3300:1.1",
        "One",
        "A thing.",
    )


def test_operations_are_commands() -> None:
    for operations, access in (
        ("R", (Access.GET,)),
        ("W", (Access.REPLACE,)),
        ("RW", (Access.GET, Access.REPLACE)),
        ("E", (Access.EXEC,)),
        ("", ()),
    ):
        assert leaf(operations=operations, type="" if operations == "E" else "String")[0].access == access


def test_types_are_formats() -> None:
    kinds = {"String": "chr", "Integer": "int", "Float": "float", "Boolean": "bool", "Opaque": "b64", "": "null"}
    for kind, form in kinds.items():
        found, codes = leaf(type=kind, operations="E" if not kind else "R")
        assert (found.format.value, codes) == (form, [])


def test_types_without_a_counterpart_are_named() -> None:
    for kind, form in (("Objlnk", "chr"), ("Corelnk", "chr"), ("Time", "int"), ("Unsigned Integer", "int")):
        found, codes = leaf(type=kind)
        assert (found.format.value, codes) == (form, ["SWM0164"])


def test_ranges_and_lists_and_lengths() -> None:
    assert leaf(range="0..255")[0].range == Range(0, 255)
    assert leaf(range="-5-5")[0].range == Range(-5, 5)
    assert leaf(range="0-64 bytes", type="String")[0].max_size == 64
    assert [value.value for value in leaf(range="1, 2,4")[0].values] == ["1", "2", "4"]
    assert leaf(range="anything above zero")[1] == ["SWM0164"]


def test_ranges_of_endless_digits_are_told_not_read() -> None:
    found, codes = leaf(range=f"0..{'9' * 5000}")
    assert (found.range, codes) == (None, ["SWM0164"])
    assert misfit(leaf(range=f"1,{'9' * 5000}")[0], "9" * 5000) == "too large for 32 bits"


def test_units_and_numbers_are_kept() -> None:
    found, _ = leaf(unit="Cel", id="5700")
    assert found.unit == "Cel"
    assert next((entry.name, entry.text) for entry in found.extensions) == ("LWM2M:ID", "5700")


def test_several_instances_are_nodes_named_at_creation() -> None:
    root, _ = one(thing(item(several="Multiple"), several="Multiple"))
    [instance] = root.nodes
    [resource] = instance.nodes
    [entry] = resource.nodes
    assert [node.name for node in root.walk()] == ["Thing", "<x>", "Value", "<x>"]
    assert (instance.access, str(instance.occurs)) == ((Access.ADD, Access.DELETE, Access.GET), "ZeroOrMore")
    assert (resource.format, entry.format, entry.path) == (Format.NODE, Format.INT, "Thing/<x>/Value/<x>")


def test_resources_with_one_name_are_told_apart() -> None:
    root, _ = one(thing(item(), item(id="1")))
    assert [node.name for node in root.nodes] == ["Value", "Value-2"]


def test_what_is_unknown_is_named_and_carried() -> None:
    text = thing(item()).replace("<Resources>", "<Colour>red</Colour><Resources>")
    root, codes = one(text)
    assert codes == ["SWM0164"]
    assert "LWM2M:Colour" in [entry.name for entry in root.extensions]


def test_as_ddf_it_comes_back() -> None:
    found, _ = read(thing(item(range="1..5"), item(id="1", several="Multiple"), several="Multiple"))
    text, _ = written(found)
    again, codes = read(text)
    assert codes == []
    assert written(again)[0] == text
    assert next(node for node in again.walk() if node.name == "Value").range == Range(1, 5)


def test_lists_with_semicolons_are_lists() -> None:
    assert [value.value for value in leaf(range="5; 10;15")[0].values] == ["5", "10", "15"]
    assert leaf(range="0; 3.8-20.5", type="Float")[1] == ["SWM0164"]
    assert leaf(range="0..2^28-1")[1] == ["SWM0164"]
    assert leaf(range="-180..180")[0].range == Range(-180, 180)


def test_comments_around_an_object_and_in_it_survive() -> None:
    text = thing(item(), item(id="1", name="B")).replace("<LWM2M ", "<!-- BSD-3 Clause License -->\n<LWM2M ", 1)
    text = text.replace("<Resources>", "<Resources><!-- resources -->").replace("</Object>", "</Object><!-- end -->")
    text = text.replace("A value.]]>", "A value.]]><!-- kept -->more", 1)
    found, codes = read(text)
    out, _ = written(found)
    for word in ("BSD-3 Clause License", "resources", "end"):
        assert f"<!-- {word} -->" in out, word
    assert (found.roots[0].nodes[0].doc, codes) == ("A value.more", [])


def test_a_name_that_no_node_may_have_is_told_and_carried() -> None:
    found, codes = leaf(name="TLS/DTLS Alert")
    assert (found.name, codes) == ("TLS-DTLS Alert", ["SWM0159"])
    assert ("LWM2M:Name", "TLS/DTLS Alert") in [(entry.name, entry.text) for entry in found.extensions]


def test_items_without_a_list_around_them_are_resources() -> None:
    text = thing(item()).replace("<Resources>", "").replace("</Resources>", "")
    assert [node.name for node in one(text)[0].nodes] == ["Value"]


def test_what_is_said_twice_or_in_other_words_is_carried() -> None:
    found, codes = leaf(several="Some")
    assert codes == ["SWM0164"]
    assert ("LWM2M:MultipleInstances", "Some") in [(entry.name, entry.text) for entry in found.extensions]
    text = thing(item()).replace("</Item>", "<Units>m</Units></Item>")
    again, more = one(text)
    assert more == ["SWM0164"]
    assert ("LWM2M:Units", "m") in [(entry.name, entry.text) for entry in again.nodes[0].extensions]


def test_what_stands_beside_objects_is_named_and_carried() -> None:
    found, codes = read(thing(item()).replace("</LWM2M>", "<Note>n</Note></LWM2M>"))
    assert codes == ["SWM0164"]
    assert [(entry.name, entry.text) for entry in found.extensions] == [("LWM2M:Note", "n")]


def test_a_second_round_declares_the_same_namespaces() -> None:
    for text in (thing(item()), thing(item(range="1..5")), thing(item()).replace("<LWM2M ", '<LWM2M xmlns="urn:x" ')):
        out, _ = written(read(text)[0])
        assert written(read(out)[0])[0] == out
    assert "MobileDevice" not in written(read(thing(item()))[0])[0]


def test_values_that_differ_in_case_or_letters_alone_have_names_of_their_own() -> None:
    for listed in ("A,a", "a_b,a-b", "-1,1", "\u00e9,\u00e8"):
        names = [value.name for value in leaf(range=listed, type="String")[0].values]
        assert len(set(names)) == len(names), listed


def test_what_stands_among_resources_and_in_texts_is_named_and_carried() -> None:
    stray = '<Resource ID="9"><Name>Old</Name></Resource>'
    text = thing(item(), "left over", stray).replace("A value.]]>", "A ]]><b>real</b> value.<![CDATA[]]>", 1)
    text = text.replace("<Item ", '<Item state="draft" ', 1).replace('="MODefinition"', '="Other"')
    found, codes = read(text)
    assert set(codes) == {"SWM0164"}
    assert len(codes) == 5
    out, _ = written(found)
    for said in ("left over", "<Name>Old</Name>", "<b>real</b>", "draft</LWM2M:state>", "Other</LWM2M:ObjectType>"):
        assert said in out, said
    assert written(read(out)[0])[0] == out


def test_comments_in_texts_of_an_object_survive() -> None:
    text = thing(item()).replace("<Name>Thing", "<Name>Thing<!-- renamed -->", 1)
    out, _ = written(read(text.replace("A value.]]>", "A value.]]><!-- short -->", 1))[0])
    assert "<!-- renamed -->" in out
    assert "<!-- short -->" in out


def test_operations_in_another_spelling_are_read_and_strange_ones_carried() -> None:
    found, codes = leaf(operations="R,W")
    assert (found.access, codes) == ((Access.GET, Access.REPLACE), [])
    found, codes = leaf(operations="BS_R")
    assert codes == ["SWM0164"]
    assert ("LWM2M:Operations", "BS_R") in [(entry.name, entry.text) for entry in found.extensions]


def test_an_asterisk_is_no_name_and_none_is_no_type() -> None:
    found, codes = leaf(name="*")
    assert (found.name, codes) == ("-", ["SWM0159"])
    assert leaf(operations="E", type="none")[0].format is Format.NULL


def test_a_document_without_an_object_is_refused() -> None:
    assert refused("<LWM2M/>")[0] == "SWM0152"


def test_elements_of_other_namespaces_in_an_object_keep_theirs() -> None:
    own = '<v:Colour xmlns:v="urn:v">red</v:Colour>'
    found, codes = read(thing(item(range="1..5"), own).replace("</Object>", f"{own}</Object>{own}"))
    assert codes == ["SWM0164"] * 3
    out, _ = written(found)
    assert out.count("<v:Colour>red</v:Colour>") == 3
    assert written(read(out)[0])[0] == out


def test_blanks_around_attributes_go() -> None:
    found, codes = read(thing(item(id=" 7 ")).replace('="MODefinition"', '=" Other "'))
    assert (found.roots[0].nodes[0].title, codes) == ("Resource 7", ["SWM0164"])
    out, _ = written(found)
    assert "<LWM2M:ID>7</LWM2M:ID>" in out
    assert written(read(out)[0])[0] == out
