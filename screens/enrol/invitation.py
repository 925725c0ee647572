"""An invitation as people hand it on: a message, a link or a scanned code, pasted whole into any field."""

import re

from models.errors import InvitationWrong
from sync.invitation import read_qr

LINK = re.compile(r"handrail://enrol\?u=[^&\s]+&c=[0-9A-Za-z%-]{20,23}")
CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{5}(?:[-‐‑–][0-9A-Za-z]{5}){3}(?![0-9A-Za-z])")
ADDRESS = re.compile(r"https?://(?:\[[0-9A-Fa-f:]+\]|[\w.-]+)(?::[0-9]{1,5})?(?:/[\w./~%-]*)?")


def read_invitation(text: str) -> tuple[str, str] | None:
    """(address, code) when `text` holds both, as a link or in words around them; else None."""
    if link := LINK.search(text):
        try:
            return read_qr(link.group())
        except InvitationWrong:
            return None
    address, code = ADDRESS.search(text), CODE.search(text)
    return (address.group(), code.group()) if address and code else None
