"""The crisis numbers a tablet shows, locked or not: the standard's, then the duty numbers of its holder's teams."""

from central.centre import Centre
from models.errors import UnknownThing
from sync.messages import MOST_NUMBERS, Number


def numbers_for(centre: Centre, staff_id: str) -> tuple[Number, ...]:
    """999 and 111 ship in the app; these replace what it holds. Empty while no standard is published."""
    directory = centre.records.directory(centre.organisation.id)
    try:
        crisis = directory.standard_at(centre.now()).crisis
    except UnknownThing:
        return ()
    standing = [crisis.emergency, crisis.nhs_111, crisis.provider]
    shown = [Number(each.words, each.number) for each in standing if each.number]
    member = directory.staff.get(staff_id)
    teams = [directory.teams[team] for team in (member.teams if member else ()) if team in directory.teams]
    shown += [Number(f"Duty, {team.name}", team.duty_phone) for team in teams if team.duty_phone]
    return tuple(shown[:MOST_NUMBERS])
