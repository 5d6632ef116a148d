"""A pasted list of people is read whole, however it is written and whatever it holds."""

import csv
import io
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from waymark.core.text import normal
from waymark.people.pasted import LONGEST_LIST, PastedPerson, decode, list_of, read_people
from waymark.people.rights import Role

NAMES = st.text(
    st.characters(whitelist_categories=("Lu", "Ll", "Lo", "Nd", "Mn"), whitelist_characters=" '.-"), min_size=1
)
CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="@<>\n\r"), max_size=60)


def words(text: str) -> str:
    """Return a text as a cell of a list gives it back."""
    return normal(" ".join(text.split()))


PEOPLE = st.lists(
    st.tuples(
        NAMES.map(words).filter(lambda name: any(character.isalpha() for character in name)),
        st.from_regex(r"[a-z0-9.]{1,20}@[a-z]{1,10}\.org", fullmatch=True),
        CELLS.map(words),
        st.lists(st.sampled_from(list(Role)), unique=True, max_size=3),
    ),
    max_size=20,
)
FIRST = st.from_regex(r"[A-Z][a-zéøß]{1,8}(-[A-Z][a-z]{1,5})?", fullmatch=True)
LAST = st.from_regex(r"(van |O')?[A-Z][a-zéøß]{1,8}", fullmatch=True)
ADDRESS = st.from_regex(r"[a-z][a-z0-9.+]{0,12}@[a-z]{1,8}\.org", fullmatch=True)
# How a person is written who stands alone on a line or in a cell, and how several are parted.
STYLES = ("{0} {1} <{2}>", '"{0} {1}" <{2}>', "'{0} {1}' <mailto:{2}>", "{1}, {0} <{2}>", '"{1}, {0}" <{2}>')
COMMA_STYLES = STYLES[3:]
HEADINGS = ("", "Name,E-mail", "Name;E-mail;Job title", "E-mail\tName\tRoles", "First name;Last name;E-mail")
SEVERAL = ("; ", ", ", ";", " ")
WRITTEN = st.lists(st.tuples(FIRST, LAST, ADDRESS, st.sampled_from(STYLES)), min_size=1, max_size=4)
People = list[tuple[str, str, str, list[Role]]]


def read(text: str) -> list[tuple[str, str, str]]:
    return [(one.name, one.email, one.post) for one in read_people(text).people]


def only(text: str) -> PastedPerson:
    (found,) = read_people(text).people
    return found


@pytest.mark.parametrize(
    "line",
    [
        "Ada Lovelace <ada@x.org>, Head of data, Reader, AIMS manager",
        '"Ada Lovelace" <ada@x.org>; Head of data; reader; aims_manager',
        "Ada Lovelace <mailto:ADA@x.org>, Head of data, reader/aims manager",
        "Ada Lovelace, ada@x.org, Head of data, Reader and AIMS manager",
        "Ada Lovelace;ada@x.org;Head of data;reader + aims_manager",
        "Ada Lovelace\tada@x.org\tHead of data\tReader, AIMS manager",
        "ada@x.org, Ada Lovelace, Head of data, reader, aims manager",
        "Ada Lovelace, Head of data, ada@x.org, reader, aims manager",
        "Ada Lovelace (ada@x.org), Head of data, reader, aims manager",
        'Name,E-mail,Job title,Roles\nAda Lovelace,ada@x.org,Head of data,"Reader, AIMS manager"',
        "Role;Surname;First name;Phone;Address;Title\nreader|aims manager;Lovelace;Ada;12;ada@x.org;Head of data",
        "\ufeffE-MAIL ADDRESS\tFull name\tPost\tRights\r\nada@x.org\tAda Lovelace\tHead of data\treader;aims manager",
    ],
)
def test_reads_a_person_however_the_line_is_written(line: str) -> None:
    found = only(line)
    assert (found.name, found.email, found.post) == ("Ada Lovelace", "ada@x.org", "Head of data")
    assert set(found.roles) == {Role.READER, Role.AIMS_MANAGER}
    assert found.unknown_roles == ()


def test_reads_a_name_with_a_comma_and_one_without_an_address() -> None:
    assert read('"Lovelace, Ada" <ada@x.org>\nLovelace, Bob; bob@x.org\nCarl, Head; deputy, carl@x.org\nDora') == [
        ("Lovelace, Ada", "ada@x.org", ""),
        ("Lovelace, Bob", "bob@x.org", ""),
        ("Carl", "carl@x.org", "Head; deputy"),
        ("Dora", "", ""),
    ]


def test_parts_a_line_of_a_mail_program() -> None:
    found = read_people("Ada L <ada@x.org>; Bob <bob@x.org>, Lo, Carl <carl@x.org>").people
    assert [(one.name, one.email, one.text) for one in found] == [
        ("Ada L", "ada@x.org", "Ada L <ada@x.org>"),
        ("Bob", "bob@x.org", "Bob <bob@x.org>"),
        ("Lo, Carl", "carl@x.org", "Lo, Carl <carl@x.org>"),
    ]


def test_marks_what_it_cannot_part() -> None:
    assert only("ada@x.org, bob@x.org").has_several
    assert only("Ada, ada@x.org, Head, king, reader").unknown_roles == ("king",)
    assert only("Ada @ home").email == "@"
    assert only("ada@x.org").name == ""


def test_passes_over_empty_rows_and_unknown_columns() -> None:
    found = read_people('Name;Phone;Mail;Notes\n;;;\n\nAda;12;ada@x.org;"two\nlines"\n"Bob;13;bob@x.org;\n')
    assert found.unused == ("Phone", "Notes")
    assert (found.people[0].name, found.people[0].email) == ("Ada", "ada@x.org")
    assert found.people[-1].text == '"Bob;13;bob@x.org;'


@given(PEOPLE, st.sampled_from([",", ";", "\t"]))
def test_reads_back_every_table_that_a_spreadsheet_writes(people: People, part: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=part, lineterminator="\r\n")
    writer.writerow(["Name", "E-mail", "Job title", "Roles"])
    for name, email, post, roles in people:
        writer.writerow([name, email, post, " / ".join(str(role.label) for role in roles)])
    found = read_people(file.getvalue()).people
    assert [(one.name, one.email, one.post, list(one.roles)) for one in found] == people


@given(PEOPLE.filter(lambda people: not any(name[0] == name[-1] == "'" for name, *_rest in people)))
def test_reads_back_the_lines_of_a_mail_program(people: People) -> None:
    text = "\n".join(f"{name} <{email}>" for name, email, _post, _roles in people)
    assert read(text) == [(name, email, "") for name, email, _post, _roles in people]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Name,E-mail\nTom <tom@x.org>", [("Tom", "tom@x.org", "")]),
        ("Name,E-mail,Job title\nTom <tom@x.org>,,Head", [("Tom", "tom@x.org", "Head")]),
        ("Name;E-mail\nTom <tom@x.org>;tom@x.org", [("Tom", "tom@x.org", "")]),
        ("Name;E-mail\nTom,tom@x.org", [("Tom", "tom@x.org", "")]),
        ("Name;E-mail;Job title\n;Tom <tom@x.org>;Head", [("Tom", "tom@x.org", "Head")]),
        ("Name;E-mail\nTom <tom@x.org>;Head", [("Tom", "tom@x.org", "Head")]),
        ('"Tom <tom@x.org>","Head"', [("Tom", "tom@x.org", "Head")]),
        ("'Tom' <tom@x.org>\tHead", [("Tom", "tom@x.org", "Head")]),
        ("Head\tTom <tom@x.org>", [("Tom", "tom@x.org", "Head")]),
        ("Tom <tom@x.org> Head", [("Tom", "tom@x.org", "Head")]),
        ("tom@x.org (Tom)", [("Tom", "tom@x.org", "")]),
        ("Tom - tom@x.org", [("Tom", "tom@x.org", "")]),
        ("=?utf-8?q?Zo=C3=AB?= <zoe@x.org>", [("Zoë", "zoe@x.org", "")]),
        ("=?none?q?Zo=C3=AB?= <zoe@x.org>", [("=?none?q?Zo=C3=AB?=", "zoe@x.org", "")]),
        ("Lo, Carl <carl@x.org>, Head", [("Lo, Carl", "carl@x.org", "Head")]),
        (
            "To: Ada <ada@x.org>, bob@x.org; Lo, Carl <carl@x.org>",
            [
                ("Ada", "ada@x.org", ""),
                ("", "bob@x.org", ""),
                ("Lo, Carl", "carl@x.org", ""),
            ],
        ),
        ('Name;E-mail\nTo: "Lo, Ada" <ada@x.org>', [("Lo, Ada", "ada@x.org", "")]),
        ("Ada <ada@x.org>, Head; Bob <bob@x.org>", [("Ada", "ada@x.org", "Head"), ("Bob", "bob@x.org", "")]),
    ],
)
def test_reads_names_and_addresses_in_mixtures(text: str, people: list[tuple[str, str, str]]) -> None:
    assert read(text) == people
    assert not any(one.is_unclear for one in read_people(text).people)


@pytest.mark.parametrize(
    "line",
    ["Name;E-mail\nLo;Carl <carl@x.org>", "Tom <tom @x.org>", "Ada <ada@x.org>, Head, reader, Bob <bob@x.org>"],
)
def test_leaves_open_what_it_cannot_understand(line: str) -> None:
    found = only(line)
    assert found.is_unclear or found.has_several
    assert found.text == line.rpartition("\n")[2]


@given(WRITTEN, st.sampled_from(HEADINGS), st.sampled_from(SEVERAL), st.lists(st.booleans(), min_size=4, max_size=4))
def test_loses_nobody_in_a_mixture(
    people: list[tuple[str, str, str, str]], heading: str, sign: str, joined: list[bool]
) -> None:
    lines, known = [heading], set[tuple[str, str]]()
    for place, (first, last, email, style) in enumerate(people):
        written = style.format(first, last, email)
        known.add((f"{last}, {first}" if style in COMMA_STYLES else f"{first} {last}", email))
        if place and joined[place]:
            lines[-1] += sign + written
        else:
            lines.append(written)
    found = read_people("\n".join(lines)).people
    clear = [one for one in found if not (one.is_unclear or one.has_several)]
    assert {(one.name, one.email) for one in clear} <= known
    for _first, _last, email, _style in people:
        assert any(email in one.text for one in found)
    assert all(one.text in "\n".join(lines) for one in found)


@given(st.text(max_size=400))
def test_reads_any_text_and_loses_no_line(text: str) -> None:
    found = read_people(text).people
    again = read_people(list_of(found)).people
    assert [one.text for one in again] == [one.text for one in found]
    assert [(one.name, one.email, one.roles) for one in again] == [(one.name, one.email, one.roles) for one in found]


@given(
    st.lists(
        st.sampled_from(['"', ",", ";", "\t", "\n", "<a@x>", "@", "name", "mail", "reader", "é", "\x00", "\u202e", "٣"])
    )
)
@example(['"', "<a@x>", ","])
def test_reads_any_disorder_of_its_signs(parts: list[str]) -> None:
    found = read_people("".join(parts)).people
    assert [one.text for one in read_people(list_of(found)).people] == [one.text for one in found]


@pytest.mark.parametrize("piece", ['"', ",", "<", "<a@", "a@x.org,", "\n", 'name,mail\n"', "@ ", "and ", "x"])
def test_reads_a_long_list_quickly(piece: str) -> None:
    text = (piece * LONGEST_LIST)[:LONGEST_LIST]
    begun = time.process_time()
    read_people(text)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"Ada, ada@x.org", "Ada, ada@x.org"),
        ("\ufeffZoë".encode(), "Zoë"),
        ("Zoë".encode("utf-16"), "Zoë"),
        ("Zoë".encode("cp1252"), "Zoë"),
        (b"PK\x03\x04\x00\x00", None),
        (b"\xff\xfe\x00", None),
        (b"\x81\xff", None),
        (b"", ""),
    ],
)
def test_decodes_what_spreadsheets_write(content: bytes, text: str | None) -> None:
    assert decode(content) == text
