"""What may lock a profile: a PIN where the tablet's own key store holds half of the key, a real passphrase everywhere else.

A PIN is digits alone. What anybody would try first is turned down: repeats, runs, and whatever reads as a date.
"""

from itertools import pairwise

SHORTEST_PASSPHRASE = 12  # characters
SHORTEST_PIN = 6  # digits
FEWEST_LETTERS = 5  # different characters in a passphrase
DAYS, MONTHS = range(1, 32), range(1, 13)


def is_pin(secret: str, pins: bool) -> bool:
    """`pins`: whether this tablet has a key store that holds half of the key."""
    return pins and secret.isascii() and secret.isdigit()


def wrong_with(secret: str, pins: bool) -> str:
    """What is wrong with it, as a sentence for its field; empty when it will do."""
    if not secret:
        return "Choose a PIN or a passphrase." if pins else "Choose a passphrase."
    return _wrong_with_pin(secret) if is_pin(secret, pins) else _wrong_with_passphrase(secret)


def _wrong_with_passphrase(secret: str) -> str:
    if len(secret) < SHORTEST_PASSPHRASE:
        return f"This has {len(secret)} characters. Use {SHORTEST_PASSPHRASE} or more."
    if len(set(secret)) < FEWEST_LETTERS:
        return "This is the same few characters over and over. Use several words."
    return ""


def _wrong_with_pin(pin: str) -> str:
    if len(pin) < SHORTEST_PIN:
        return f"This has {len(pin)} digits. Use {SHORTEST_PIN} or more."
    if _repeats(pin) or _runs(pin):
        return "This is among the first that anybody would try. Choose another."
    if _dates(pin):
        return "This reads as a date, and dates are tried first. Choose another."
    return ""


def _repeats(pin: str) -> bool:
    """123123, and few different digits such as 111111, 121212 and 112211."""
    whole = any(pin == pin[:size] * (len(pin) // size) for size in range(3, len(pin) // 2 + 1))
    return whole or len(set(pin)) < 3


def _runs(pin: str) -> bool:
    """123456, 987654, 135790: one step all the way, 9 and 0 being neighbours."""
    return len({(int(after) - int(before)) % 10 for before, after in pairwise(pin)}) == 1


def _dates(pin: str) -> bool:
    """Six digits that are a day, and a year from 1900 to 2099 at either end: 050480, 19800405, 198034."""
    one, two, three = pin[:2], pin[2:4], pin[4:]
    days = ((one, two), (two, one), (three, two))  # with the year last, or first
    if len(pin) == 6 and any(int(day) in DAYS and int(month) in MONTHS for day, month in days):
        return True
    return any(1900 <= int(year) <= 2099 for year in (pin[:4], pin[-4:]))
