"""The Merkle tree of a chain: kept in its head by the write door, and worked out for chains that were there before."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.racing import ROOT
from tests.trail.tampering import chain_of, forge, unguarded
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.merkle import EMPTY, Frontier, leaf_hash, root_by_path
from waymark.trail.models import Head
from waymark.trail.tree import frontier_at, frontier_of, path_of


@pytest.mark.django_db
class TestHead:
    def test_keeps_the_tree_over_the_bodies_of_its_entries(self, organisation: Organisation, manager: Member) -> None:
        before = Head.objects.get(pk=organisation.pk)
        manager.grant([], by=manager)
        head = Head.objects.get(pk=organisation.pk)
        assert head.seq == before.seq + 1
        plain = Frontier()
        for body in chain_of(organisation.pk).values_list("body", flat=True):
            plain.add(body.encode())
        assert head.frontier == str(plain) != before.frontier
        assert frontier_at(organisation.pk, before.seq).root == frontier_of(before).root
        assert frontier_at(organisation.pk, 0).root == EMPTY

    def test_works_its_tree_out_again_where_what_it_kept_cannot_be_one(
        self, organisation: Organisation, manager: Member
    ) -> None:
        unguarded()
        Head.objects.filter(pk=organisation.pk).update(frontier="00")
        manager.grant([], by=manager)
        head = Head.objects.get(pk=organisation.pk)
        assert frontier_of(head).root == frontier_at(organisation.pk, head.seq).root

    def test_proves_each_entry_of_a_real_chain(self, organisation: Organisation) -> None:
        head = Head.objects.get(pk=organisation.pk)
        root = frontier_of(head).root
        for seq in (1, 2, head.seq // 2, head.seq - 1, head.seq):
            leaf = leaf_hash(chain_of(organisation.pk).get(seq=seq).body.encode())
            path = path_of(organisation.pk, seq, head.seq)
            assert root_by_path(leaf, seq - 1, head.seq, path) == root

    def test_is_as_long_as_the_binary_form_of_its_size_has_ones(self) -> None:
        forge(4711, 1023)
        assert len(Head.objects.get(pk=4711).frontier) == 10 * 64


EARLIER = """
import django; django.setup()
from django.core.management import call_command
from tests.trail.tampering import forge
from waymark.trail.models import Head
forge(4711, 1501)
forge(4712, 1)
Head.objects.create(organisation_id=4713, hash="0" * 64)
call_command("migrate", "trail", "0003", verbosity=0)
call_command("migrate", verbosity=0)
"""
LATER = """
import django; django.setup()
from waymark.trail.verification import verify
from waymark.trail.models import Head
for key in (4711, 4712):
    assert verify(key).is_sound, verify(key)
assert Head.objects.get(pk=4713).frontier == ""
from django.db import IntegrityError, connection
try:
    connection.cursor().execute("UPDATE trail_head SET hash = '0' WHERE organisation_id = 4711")
except IntegrityError as refused:
    print(refused)
"""


@pytest.mark.programs
def test_gives_chains_of_before_their_tree(surroundings: dict[str, str]) -> None:
    """Go back to the schema before the tree with chains in it, and forward again: each has its tree, and its guards."""

    def program(lines: str) -> str:
        command = [sys.executable, "-c", lines]
        done = subprocess.run(command, env=surroundings, cwd=Path(ROOT), capture_output=True, text=True, check=False)  # noqa: S603 -- our own programs
        assert done.returncode == 0, done.stderr
        return done.stdout

    program(EARLIER)
    assert "A chain only grows" in program(LATER)
