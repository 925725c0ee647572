"""What may lock a profile, with a key store to hold half of the key and without."""

import pytest

from models.passphrase import is_pin, wrong_with


@pytest.mark.parametrize(
    "pin",
    [
        "000000",
        "123456",
        "987654",
        "890123",
        "135791",
        "246802",
        "121212",
        "123123",
        "112211",
        "050480",
        "311299",
        "123180",
        "801231",
        "05041980",
        "19800405",
        "198043",
        "431980",
        "12345",
        "1",
    ],
)
def test_a_pin_that_is_tried_first_or_is_too_short_will_not_do(pin: str):
    assert is_pin(pin, pins=True)
    assert wrong_with(pin, pins=True).endswith(".")


@pytest.mark.parametrize("pin", ["740382", "903417", "5820746", "31829406"])
def test_any_other_pin_will_do_but_only_where_a_key_store_holds_half(pin: str):
    assert wrong_with(pin, pins=True) == ""
    assert not is_pin(pin, pins=False)
    assert wrong_with(pin, pins=False)


FIRST = "This is among the first that anybody would try. Choose another."
DATE = "This reads as a date, and dates are tried first. Choose another."


@pytest.mark.parametrize(
    ("secret", "pins", "sentence"),
    [
        ("", True, "Choose a PIN or a passphrase."),
        ("", False, "Choose a passphrase."),
        ("74038", True, "This has 5 digits. Use 6 or more."),
        ("740740", True, FIRST),
        ("740740740", True, FIRST),
        ("74037403", True, FIRST),
        ("740470", True, ""),  # three different digits, in no order
        ("747474", True, FIRST),
        ("111111", True, FIRST),
        ("135791", True, FIRST),
        ("010174", True, DATE),
        ("311274", True, DATE),
        ("123174", True, DATE),
        ("741231", True, DATE),
        ("321274", True, ""),
        ("001274", True, ""),
        ("311374", True, ""),
        ("310074", True, ""),
        ("740032", True, ""),
        ("190074", True, DATE),
        ("189974", True, ""),
        ("209974", True, DATE),
        ("210074", True, ""),
        ("5821900", True, DATE),
        ("5822099", True, DATE),
        ("31127483", True, ""),  # eight digits with no year at either end
        ("quiet lantern", False, ""),
        ("a quiet lan", False, "This has 11 characters. Use 12 or more."),
        ("ababcdabcdab", False, "This is the same few characters over and over. Use several words."),
        ("ababcdeabcde", False, ""),
    ],
)
def test_what_is_wrong_with_it_in_a_sentence(secret: str, pins: bool, sentence: str):
    assert wrong_with(secret, pins) == sentence


@pytest.mark.parametrize("pins", [True, False])
def test_a_passphrase_is_a_passphrase_everywhere(pins: bool):
    assert wrong_with("quiet harbour lantern", pins) == ""
    assert wrong_with("", pins)
    assert wrong_with("short words", pins) == "This has 11 characters. Use 12 or more."
    assert "over and over" in wrong_with("aaaaaaaaaaaa", pins)
    assert not is_pin("quiet harbour lantern", pins)


def test_digits_of_another_script_are_a_passphrase_not_a_pin():
    assert not is_pin("٧٤٠٣٨٢", pins=True)
