"""The Merkle tree against published vectors, and against the recursive definition of RFC 6962."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.trail.merkle import EMPTY, Frontier, inclusion_path, leaf_hash, node_hash, root_by_path

# The leaves and roots of the reference tree of Certificate Transparency: google/certificate-transparency,
# cpp/merkletree; also transparency-dev/merkle, testonly/constants.go (Apache License 2.0), used as data.
LEAVES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# Index and size, then the proof: from the same tests.
PATHS = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
}
TREES = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


def frontier_of(leaves: Sequence[bytes]) -> Frontier:
    made = Frontier()
    for one in leaves:
        made.add(one)
    return made


def defined_root(leaves: Sequence[bytes]) -> bytes:
    """Return MTH as RFC 6962, 2.1 defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + defined_root(leaves[:half]) + defined_root(leaves[half:])).digest()


def defined_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return PATH as RFC 6962, 2.1.1 defines it."""
    if len(leaves) == 1:
        return []
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    if index < half:
        return [*defined_path(index, leaves[:half]), defined_root(leaves[half:])]
    return [*defined_path(index - half, leaves[half:]), defined_root(leaves[:half])]


@pytest.mark.parametrize("size", range(9))
def test_has_the_published_root_at_each_size(size: int) -> None:
    assert frontier_of(LEAVES[:size]).root.hex() == ROOTS[size]
    assert Frontier().root == EMPTY


@pytest.mark.parametrize(("place", "path"), PATHS.items())
def test_gives_the_published_proofs(place: tuple[int, int], path: tuple[str, ...]) -> None:
    index, size = place
    hashes = [leaf_hash(one) for one in LEAVES[:size]]
    found = inclusion_path(hashes, index, size)
    assert [one.hex() for one in found] == list(path)
    root = root_by_path(hashes[index], index, size, found)
    assert root is not None
    assert root.hex() == ROOTS[size]


@given(TREES)
def test_is_the_tree_of_the_definition(leaves: list[bytes]) -> None:
    grown = Frontier()
    for size, leaf in enumerate(leaves):
        grown.add(leaf)
        # As the head of a chain keeps it between two writes.
        kept = Frontier.read(size + 1, str(grown))
        assert kept is not None
        grown = kept
    assert grown.root == defined_root(leaves)
    assert len(grown.peaks) == len(leaves).bit_count()


@given(TREES, st.data())
def test_every_proof_leads_to_the_root_and_that_of_a_changed_leaf_does_not(
    leaves: list[bytes], data: st.DataObject
) -> None:
    size, root = len(leaves), defined_root(leaves)
    index = data.draw(st.integers(0, size - 1), "index")
    hashes = [leaf_hash(one) for one in leaves]
    path = inclusion_path(iter(hashes), index, size)
    assert path == defined_path(index, leaves)
    assert root_by_path(hashes[index], index, size, path) == root
    changed = data.draw(st.binary(max_size=4).filter(lambda one: one != leaves[index]), "changed")
    assert root_by_path(leaf_hash(changed), index, size, path) != root
    for at in range(len(path)):
        other = [*path[:at], hashlib.sha256(path[at]).digest(), *path[at + 1 :]]
        assert root_by_path(hashes[index], index, size, other) != root
    assert root_by_path(hashes[index], index, size, [*path, root]) is None
    assert root_by_path(hashes[index], size, size, path) is None
    assert root_by_path(hashes[index], -1, size, path) is None


def test_takes_no_node_for_a_leaf() -> None:
    left, right = (leaf_hash(one) for one in LEAVES[1:3])
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("text", ["", "00" * 31, "00" * 33, "zz" * 32, "00" * 64])
def test_reads_no_frontier_of_another_size(text: str) -> None:
    assert Frontier.read(1, text) is None
    assert Frontier.read(0, "") is not None
