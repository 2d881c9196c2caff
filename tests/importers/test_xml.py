"""The XML layer: tolerant of what exporters do, closed to what attackers do."""

import re

import pytest

from importers.activity_files import START_S, gpx, segment, simple_gpx, track, trkpt
from midstance.core.base.errors import LimitExceededError
from midstance.importers import limits
from midstance.importers.gpx import read_gpx
from midstance.importers.xml import Elements, read_document, read_stream


def with_doctype(doctype, inside="run"):
    head = f"<name>{inside}</name>"
    content = gpx(track(segment([trkpt(0), trkpt(1)]), head=head))
    return content.replace(b"?>\n", b"?>\n" + doctype.encode() + b"\n", 1)


def names_read(content):
    return [activity.name for activity in read_gpx(content)]


def test_billion_laughs_are_refused():
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)
    )
    with pytest.raises(LimitExceededError, match="entities"):
        read_gpx(with_doctype(f"<!DOCTYPE gpx [{entities}]>", "&a9;"))


def test_quadratic_blow_up_is_refused():
    content = with_doctype(f'<!DOCTYPE gpx [<!ENTITY a "{"x" * 10_000}">]>', "&a;" * 700)
    assert len(content) < 15_000
    with pytest.raises(LimitExceededError, match="entities"):
        read_gpx(content)


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;',
        '<!ENTITY % a "x">',
        '<!NOTATION n SYSTEM "n"><!ENTITY a SYSTEM "b" NDATA n>',
    ],
)
def test_every_kind_of_entity_is_refused(entity):
    with pytest.raises(LimitExceededError, match="entities"):
        read_gpx(with_doctype(f"<!DOCTYPE gpx [{entity}]>"))


def test_an_inline_dtd_without_entities_is_fine():
    dtd = "<!DOCTYPE gpx [<!ELEMENT gpx ANY><!ATTLIST gpx version CDATA #IMPLIED>]>"
    assert names_read(with_doctype(dtd)) == ["run"]


def test_an_external_dtd_is_never_fetched():
    assert names_read(with_doctype('<!DOCTYPE gpx SYSTEM "http://127.0.0.1:9/gpx.dtd">')) == ["run"]


def test_default_attributes_of_a_dtd_are_not_believed():
    dtd = '<!DOCTYPE gpx [<!ATTLIST trkpt lat CDATA "1" lon CDATA "2">]>'
    content = gpx(track("<trkseg><trkpt><time>2024-05-01T00:00:00Z</time></trkpt></trkseg>"))
    (activity,) = read_gpx(content.replace(b"?>\n", b"?>\n" + dtd.encode(), 1))
    assert "latitude_deg" not in activity.columns


def test_depth_is_capped():
    deep = "<extensions>" * limits.XML_MAX_DEPTH
    with pytest.raises(LimitExceededError, match="deep"):
        read_gpx(gpx(track(segment([trkpt(0)]), head=deep)))


def test_text_that_is_read_is_capped():
    longest = "x" * limits.XML_MAX_TEXT_CHARACTERS
    assert names_read(gpx(track(segment([trkpt(0)]), head=f"<name>{longest}</name>"))) == [longest]
    with pytest.raises(LimitExceededError, match="characters"):
        read_gpx(gpx(track(segment([trkpt(0)]), head=f"<name>{longest}x</name>")))


def test_long_text_that_nobody_reads_is_passed_by():
    head = f"<desc>{'x' * 10 * limits.XML_MAX_TEXT_CHARACTERS}</desc><name>run</name>"
    assert names_read(gpx(track(segment([trkpt(0)]), head=head))) == ["run"]


def test_attributes_are_capped():
    many = " ".join(f'a{i}="1"' for i in range(limits.XML_MAX_ATTRIBUTES + 1))
    long = f'a="{"x" * (limits.XML_MAX_ATTRIBUTE_CHARACTERS + 1)}"'
    for attributes in (many, long):
        with pytest.raises(LimitExceededError, match="attributes"):
            read_gpx(gpx(track(segment([trkpt(0)]), head=f"<link {attributes}/>")))


@pytest.mark.parametrize("opening", ["<a b='", "<!--", "<?x "])
def test_an_endless_tag_is_refused_before_it_costs_time(opening):
    with pytest.raises(LimitExceededError, match="bytes long"):
        read_gpx(f"<gpx>{opening}{'x' * 3 * limits.XML_MAX_TOKEN_BYTES}".encode())


def test_the_number_of_element_names_is_capped():
    many = "".join(f"<a{i}/>" for i in range(limits.XML_MAX_ELEMENT_NAMES + 1))
    with pytest.raises(LimitExceededError, match="kinds of elements"):
        read_gpx(gpx(many))


def test_the_number_of_points_is_capped(monkeypatch):
    monkeypatch.setattr("midstance.importers.points.XML_MAX_POINTS", 10)
    assert len(read_gpx(simple_gpx(10))[0].time_s) == 10
    for kind in ("", "<!-- one by one -->"):
        with pytest.raises(LimitExceededError, match="points"):
            read_gpx(simple_gpx(11, kind))


def test_the_size_is_capped(monkeypatch):
    monkeypatch.setattr("midstance.importers.xml.XML_MAX_BYTES", 100)
    with pytest.raises(LimitExceededError, match="100 bytes"):
        read_gpx(simple_gpx())


@pytest.mark.parametrize("byte", [b"\x0b", b"\x00", b"\x1f"])
def test_bytes_that_no_xml_may_hold_are_dropped(byte):
    content = simple_gpx(3).replace(b"Morning", b"Mor" + byte + b"ning")
    (activity,) = read_gpx(content)
    assert (activity.name, len(activity.time_s)) == ("Morning run", 3)
    assert any(note.kind == "control_bytes_dropped" for note in activity.notes)


def test_text_that_is_not_utf_8_is_replaced():
    (activity,) = read_gpx(simple_gpx(3).replace(b"Morning", b"M\xf6rning"))
    assert (activity.name, len(activity.time_s)) == ("M�rning run", 3)
    assert any(note.kind == "text_replaced" for note in activity.notes)


@pytest.mark.parametrize(
    "codec",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "iso-8859-1",
        "windows-1252",
        "gb2312",
    ],
)
def test_encodings_are_understood(codec):
    name = "跑步" if codec == "gb2312" else "Läufe"
    text = simple_gpx(3).decode().replace("Morning", name)
    text = re.sub('encoding="[^"]*"', f'encoding="{codec.removesuffix("-sig")}"', text)
    (activity,) = read_gpx(text.encode(codec))
    assert (activity.name, len(activity.time_s)) == (f"{name} run", 3)


@pytest.mark.parametrize("codec", ["punycode", "zip", "idna", "unicode_escape", "nonsense"])
def test_strange_encodings_are_read_as_utf_8(codec):
    assert names_read(simple_gpx().replace(b"UTF-8", codec.encode())) == ["Morning run"]


@pytest.mark.parametrize("junk", [b"\n\n  ", b"\xef\xbb\xbf", b"saved by x\n"])
def test_something_before_the_start_is_passed_by(junk):
    assert names_read(junk + simple_gpx()) == ["Morning run"]


def test_a_mark_of_our_own_in_a_file_means_nothing():
    content = gpx(track(segment([trkpt(0), "<?plain-points?>", trkpt(1)])))
    assert read_gpx(content)[0].time_s.tolist() == [START_S, START_S + 1]


def test_a_long_document_comes_in_any_chunks():
    content = simple_gpx(50)
    seen = []
    for size in (1, 7, 1000):
        texts = []
        elements = Elements(texts={"time": texts.append})
        chunks = (content[at : at + size] for at in range(0, len(content), size))
        assert read_stream(chunks, elements) == ()
        seen.append(texts)
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]) == 50


def test_the_reader_says_where_it_is():
    paths = []
    elements = Elements()
    elements.texts = {"c": lambda text: paths.append((list(elements.path), text))}
    assert read_document(b"<A><x:b><c>1</c></x:b><c>2</c></A>", elements) == ()
    assert paths == [(["a", "b"], "1"), (["a"], "2")]
