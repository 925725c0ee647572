"""The invitation as people handle it: typed, read aloud, scanned, pasted with a typing error."""

import os

import pytest

from models.errors import InvitationWrong
from sync.invitation import ALPHABET, clean_address, invite, make_code, qr_text, read_qr


def test_a_new_code_has_a_hundred_random_bits_in_four_groups():
    code = make_code(os.urandom)
    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
    assert set(code) <= set(ALPHABET) | {"-"}
    assert make_code(os.urandom) != code
    assert make_code(bytes) == "00000-00000-00000-00000"


@pytest.mark.parametrize(
    "typed", ["k7q2m9xa4dpw3tz0rb8e", "K7Q2M 9XA4D PW3TZ ORB8E", "K7Q2M–9XA4D–PW3TZ–0RB8E\n"]
)
def test_a_code_is_read_as_people_type_it(typed: str):
    assert invite(typed) == invite("K7Q2M-9XA4D-PW3TZ-0RB8E")


@pytest.mark.parametrize("typed", ["", "K7Q2M", "K7Q2M-9XA4D-PW3TZ-0RB8!", "é" * 20, "K" * 1000])
def test_what_cannot_be_a_code_is_never_sent(typed: str):
    with pytest.raises(InvitationWrong):
        invite(typed)


@pytest.mark.parametrize(
    "address", ["https://centre.example", "http://127.0.0.1:8700", "https://x.example/a?b=c&d"]
)
def test_a_qr_is_read_back(address: str):
    code = make_code(os.urandom)
    assert read_qr(qr_text(address, code)) == (address, code)


@pytest.mark.parametrize(
    "text", ["", "https://example.org", "handrail://enrol", "handrail://other?u=a&c=b", "\0", "//["]
)
def test_another_qr_is_refused(text: str):
    with pytest.raises(InvitationWrong):
        read_qr(text)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" centre.example/ ", "https://centre.example"),
        ("http://127.0.0.1:8700/", "http://127.0.0.1:8700"),
        ("HTTPS://Centre.example", "HTTPS://Centre.example"),
    ],
)
def test_an_address_is_cleaned(typed: str, address: str):
    assert clean_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["", "https://", "ftp://x", "two words", "http://x:99999", "http://[", "http://x:y"]
)
def test_what_cannot_be_an_address_is_refused(typed: str):
    with pytest.raises(InvitationWrong):
        clean_address(typed)
