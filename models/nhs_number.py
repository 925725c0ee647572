"""NHS numbers: ten digits, Modulus 11 check digit, shown 3-3-4. Source: NHS Data Dictionary."""


def check_nhs_number(number: str) -> str:
    """The ten digits without spaces. ValueError (never naming the digits) when they cannot be an NHS number."""
    digits = number.replace(" ", "").replace("-", "")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        raise ValueError("An NHS number has ten digits.")
    if len(set(digits)) == 1:
        raise ValueError("An NHS number is never one digit repeated.")
    if check_digit(digits[:9]) != int(digits[9]):
        raise ValueError("The last digit does not match the others: check each digit.")
    return digits


def check_digit(first_nine: str) -> int | None:
    """Weights 10…2; 11 − (sum mod 11); 11 becomes 0; 10 has no valid digit (None)."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(first_nine))
    digit = 11 - total % 11
    return {11: 0, 10: None}.get(digit, digit)


def shown(number: str) -> str:
    """3-3-4, as people read it aloud."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def last_four(number: str) -> str:
    return number[-4:]
