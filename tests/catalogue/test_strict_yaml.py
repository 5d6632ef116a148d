import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.catalogue import strict_yaml
from waymark.catalogue.strict_yaml import MAX_DEPTH, CatalogueFault, Scalar, Sequence, Table, parse

YAML_SIGNS = st.text(alphabet="ab1:-?[]{}&*!|>'\"%@`#,\n\t \\<=.~\x00\u202e\u2028é😀", max_size=200)


def refusal(text: str | bytes) -> CatalogueFault:
    with pytest.raises(CatalogueFault) as caught:
        parse(text.encode() if isinstance(text, str) else text)
    return caught.value


def texts_of(text: str) -> dict[str, str]:
    value = parse(text.encode())
    assert isinstance(value, Table)
    return {name: entry.text for name, entry in value.entries.items() if isinstance(entry, Scalar)}


def test_reads_every_scalar_as_the_text_that_was_written() -> None:
    written = texts_of("language: no\nref: 4.10\ntime: 1:30\nday: 2023-12-01\nhex: 0x1F\nnumber: 1_000\nyes: on\n")
    assert written == {
        "language": "no",
        "ref": "4.10",
        "time": "1:30",
        "day": "2023-12-01",
        "hex": "0x1F",
        "number": "1_000",
        "yes": "on",
    }


def test_keeps_4_1_apart_from_4_10() -> None:
    assert list(texts_of("4.1: a\n4.10: b\n")) == ["4.1", "4.10"]


def test_tells_nothing_from_the_word_null() -> None:
    value = parse(b"[~, null, 'null', '']")
    assert isinstance(value, Sequence)
    assert [item.is_null for item in value.items if isinstance(item, Scalar)] == [True, True, False, False]


def test_refuses_a_billion_laughs_at_the_first_anchor() -> None:
    laughs = "a: &a [lol, lol]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    fault = refusal(laughs)
    assert (fault.code, fault.line) == ("alias", 1)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: *a\n", "alias", 2),
        ("a: 1\nb: &x 2\n", "alias", 2),
        ("a: {<<: {b: 1}}\n", "merge", 1),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "tag", 2),
        ("a: !!binary aGVsbG8=\n", "tag", 1),
        ("\n\na: !include other.yaml\n", "tag", 3),
        ("a: !custom {b: 1}\n", "tag", 1),
        ("assessable: true\nb: 1\nassessable: false\n", "duplicate-key", 3),
        ("a: {b: 1, b: 2}\n", "duplicate-key", 1),
        ("a: 1\n---\nb: 2\n", "documents", 2),
        ("a:\n\tb: 1\n", "tab", 2),
        ("? [a, b]\n: 1\n", "key", 1),
        ("a: [1, 2\n", "syntax", 2),
        ('a: "\\u202e"\n', "control", 1),
        ('a: "\\x07"\n', "control", 1),
        ("", "empty", 1),
        ("# nothing but a remark\n", "empty", 1),
    ],
)
def test_refuses_with_a_code_and_the_line(text: str, code: str, line: int) -> None:
    fault = refusal(text)
    assert (fault.code, fault.line) == (code, line)


def test_names_the_line_of_a_tag_in_its_sentence() -> None:
    assert "line 2" in str(refusal("a: 1\nb: !!set {x}\n"))


def test_allows_a_quoted_merge_sign_as_a_name() -> None:
    assert texts_of("'<<': plain\n") == {"<<": "plain"}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_refuses_ten_thousand_levels(opening: str) -> None:
    assert refusal(opening * 10_000).code == "too-deep"


def test_allows_exactly_the_deepest_level() -> None:
    parse(("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode())
    assert refusal("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).code == "too-deep"


def test_refuses_more_values_than_the_limit() -> None:
    assert refusal("[" + "1," * 20_000 + "]").code == "too-many"
    parse(b"[1, 2, 3]", max_nodes=4)
    with pytest.raises(CatalogueFault):
        parse(b"[1, 2, 3, 4]", max_nodes=4)


def test_refuses_a_text_above_64_kib() -> None:
    parse(b"a: " + b"x" * 64 * 1024)
    assert refusal(b"a: " + b"x" * (64 * 1024 + 1)).code == "too-long"


def test_refuses_a_file_above_16_mib() -> None:
    assert refusal(b"#" * (16 * 1024 * 1024 + 1)).code == "too-large"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_refuses_other_encodings(encoding: str) -> None:
    assert refusal("a: b".encode(encoding)).code == "encoding"


def test_names_the_line_of_a_byte_that_is_not_utf_8() -> None:
    fault = refusal("a: b\nc: é\n".encode("windows-1252"))
    assert (fault.code, fault.line, fault.column) == ("encoding", 2, 4)


def test_reads_a_file_with_a_byte_order_mark() -> None:
    value = parse("a: b".encode("utf-8-sig"))
    assert isinstance(value, Table)
    assert list(value.entries) == ["a"]


@pytest.mark.parametrize("text", ['a: "\\U00110000"', 'a: "\\UFFFFFFFF"', f"%YAML {'9' * 5000}.1\n---\na: 1\n"])
@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_refuses_what_the_python_loader_trips_over(
    monkeypatch: pytest.MonkeyPatch, text: str, loader: type[yaml.SafeLoader]
) -> None:
    monkeypatch.setattr(strict_yaml, "_LOADER", loader)
    assert refusal(text).code == "syntax"


ANYTHING = st.one_of(
    YAML_SIGNS.map(str.encode),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=200),
)


def outcome(data: bytes) -> object:
    try:
        return parse(data)
    except CatalogueFault as fault:
        return fault


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_gives_a_value_or_a_fault_whatever_it_is_sent(data: bytes) -> None:
    assert isinstance(outcome(data), Scalar | Sequence | Table | CatalogueFault)


@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_gives_a_value_or_a_fault_with_the_python_loader_too(data: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_yaml, "_LOADER", yaml.SafeLoader)
        assert isinstance(outcome(data), Scalar | Sequence | Table | CatalogueFault)
