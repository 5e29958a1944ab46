"""What the columns of somebody's table mean: guessed from their headings, then told by whoever knows."""

import re
from collections.abc import Sequence

from django.db.models import TextChoices

from tracking.stages import EventType, Stage


class Meaning(TextChoices):
    """What a column can be. Every column that is none of the others goes into the note, under its heading."""

    NOTE = "note", "Note, under its heading"
    COMPANY = "company", "Company"
    TITLE = "title", "Job title"
    URL = "url", "Web address"
    PLACE = "place", "Location of the job"
    STAGE = "stage", "Stage"
    STAGED = "staged", "Date of the stage"
    TRACKED = "tracked", "Date: tracked since"
    APPLIED = "applied", "Date: applied"
    SCREENING = "screening", "Date: screening"
    INTERVIEW = "interview", "Date: interview"
    REFERENCE = "reference", "Date: reference"
    OFFER = "offer", "Date: offer"
    ACCEPTED = "accepted", "Date: accepted"
    DECLINED = "declined", "Date: declined"
    REJECTED = "rejected", "Date: rejected"
    SALARY = "salary", "Note: salary"
    LOCATION = "location", "Note: location"
    GENERAL_NOTE = "general_note", "Note"
    ARCHIVED = "archived", "Archived (yes or no)"
    POSTING = "posting", "Posting (of an export)"
    EVENTS = "events", "Events (of an export)"
    MORE_NOTES = "more_notes", "More notes (of an export)"
    LEAVE_OUT = "", "Leave out"


DATES = {
    Meaning.APPLIED: EventType.APPLIED,
    Meaning.SCREENING: EventType.SCREENING,
    Meaning.INTERVIEW: EventType.INTERVIEW,
    Meaning.REFERENCE: EventType.REFERENCE,
    Meaning.OFFER: EventType.OFFER,
    Meaning.ACCEPTED: EventType.ACCEPTED,
    Meaning.DECLINED: EventType.DECLINED,
    Meaning.REJECTED: EventType.REJECTED,
}
"""The columns whose cells are days of events. Several columns may be of one type, as interview rounds are."""

MANY = {*DATES, Meaning.NOTE, Meaning.GENERAL_NOTE, Meaning.LEAVE_OUT}
"""What more than one column can be."""

# Headings, as people write them; compared without case, punctuation and "date", "of", "the", …
_NAMES = {
    Meaning.COMPANY: "company employer organisation organization firm firma unternehmen arbeitgeber companyname",
    Meaning.TITLE: "title jobtitle position role job stelle jobposition rolle beruf positiontitle jobrole roletitle",
    Meaning.URL: "url link joburl joblink website webaddress posting jobposting address anzeige postingurl listing",
    Meaning.PLACE: "joblocation city office ort standort stadt place location",
    Meaning.STAGE: "stage status state applicationstatus currentstage currentstatus stand",
    Meaning.TRACKED: "tracked trackedon trackedsince added saved created addedon savedon bookmarked",
    Meaning.APPLIED: "applied appliedon application applicationsent submitted sent beworben beworbenam bewerbung apply",
    Meaning.SCREENING: "screening phonescreen phonescreening phoneinterview recruitercall screen screeningcall",
    Meaning.INTERVIEW: "interview interview1 interview2 interview3 firstinterview secondinterview finalinterview "
    "interviewon interviewed onsite technicalinterview vorstellungsgespräch gespräch 1stinterview 2ndinterview",
    Meaning.REFERENCE: "reference references referencecheck",
    Meaning.OFFER: "offer offered offeron offerreceived angebot",
    Meaning.ACCEPTED: "accepted acceptedon hired zusage",
    Meaning.DECLINED: "declined declinedon",
    Meaning.REJECTED: "rejected rejectedon rejection absage closed",
    Meaning.SALARY: "salary pay compensation gehalt salaryrange payrange wage",
    Meaning.LOCATION: "mylocation",
    Meaning.GENERAL_NOTE: "note notes comment comments remark remarks notiz notizen bemerkung bemerkungen anmerkungen",
    Meaning.ARCHIVED: "archived archive archiviert",
}
# The same with "date" and the like left in: without it "Date" is no word, and "Status date" is a status.
_STAGED = set(
    "date datum fecha statusdate dateofstatus statusdatum datumstatus stagedate dateofstage stagereached "
    "update updated updatedon updatedat lastupdate lastupdated lastupdatedon lastupdatedate dateupdated updatedate "
    "lastchange lastchanged changed changedon lastmodified modified lastactivity "
    "aktualisiert aktualisiertam letzteaktualisierung zuletztaktualisiert geändert geändertam letzteänderung "
    "datumderletztenänderung standvom".split()
)
_MARKS = re.compile(r"[\W_]+")
_BY_NAME = {name: meaning for meaning, names in _NAMES.items() for name in names.split()}
_FILLERS = re.compile(r"\b(?:date|dates|day|of|the|on|datum|am|when)\b|[\W_]+")


OURS = {
    Meaning.COMPANY: "Company",
    Meaning.TITLE: "Job title",
    Meaning.URL: "Web address",
    Meaning.PLACE: "Location of the job",
    Meaning.STAGE: "Stage",
    Meaning.APPLIED: "Applied",
    Meaning.TRACKED: "Tracked since",
    Meaning.ARCHIVED: "Archived",
    Meaning.SALARY: "Salary",
    Meaning.LOCATION: "My location",
    Meaning.GENERAL_NOTE: "Note",
    Meaning.LEAVE_OUT: "Resume",  # a table holds its name alone
    Meaning.EVENTS: "Events",
    Meaning.MORE_NOTES: "More notes",
    Meaning.POSTING: "Posting key",
}
"""The headings of an export, in their order. Its events say more than its stage and day of application do."""


def guess(headings: Sequence[str]) -> list[Meaning]:
    """What each column probably is; what only one can be, the first such column is."""
    if set(headings) == set(OURS.values()):
        meanings = {heading: meaning for meaning, heading in OURS.items()}
        meanings |= {OURS[Meaning.STAGE]: Meaning.LEAVE_OUT, OURS[Meaning.APPLIED]: Meaning.LEAVE_OUT}
        return [meanings[heading] for heading in headings]
    guessed: list[Meaning] = []
    for heading in headings:
        meaning = _guess(heading)
        guessed.append(Meaning.NOTE if meaning in guessed and meaning not in MANY else meaning)
    if Meaning.STAGE not in guessed:  # of what it would be the date?
        guessed = [Meaning.NOTE if meaning == Meaning.STAGED else meaning for meaning in guessed]
    return guessed


def _guess(heading: str) -> Meaning:
    words = heading.casefold()
    if _MARKS.sub("", words) in _STAGED:
        return Meaning.STAGED
    return _BY_NAME.get(_FILLERS.sub("", words), Meaning.NOTE)


# Stages, as people write them
_STAGES = {
    Stage.INTERESTED: "interested wishlist wish saved bookmarked toapply notapplied new open todo idea shortlisted",
    Stage.APPLIED: "applied submitted sent applicationsent applicationsubmitted beworben pending waiting inprogress",
    Stage.SCREENING: "screening phonescreen phonescreening phoneinterview recruiterscreen screen recruitercall",
    Stage.INTERVIEW: "interview interviewing interviewed interviews onsite technical technicalinterview finalround "
    "hiringmanager interviewscheduled gespräch vorstellungsgespräch assessment",
    Stage.REFERENCE: "reference references referencecheck",
    Stage.OFFER: "offer offered offerreceived angebot",
    Stage.ACCEPTED: "accepted hired offeraccepted accept zusage signed",
    Stage.DECLINED: "declined offerdeclined declinedoffer turneddownoffer",
    Stage.REJECTED: "rejected rejection notselected turneddown absage abgelehnt denied declinedbycompany",
}
_BY_STAGE = {name: stage for stage, names in _STAGES.items() for name in names.split()}
REASONS = {
    "noanswer": "no answer", "noresponse": "no answer", "ghosted": "no answer", "noreply": "no answer",
    "withdrawn": "withdrawn", "withdrew": "withdrawn", "cancelled": "withdrawn", "zurückgezogen": "withdrawn",
    "positionclosed": "position closed", "closed": "position closed", "filled": "position closed",
}  # fmt: skip
"""What people write for a rejection that says why: the reason, as the note of the event has it."""


def stage(cell: str) -> tuple[Stage | None, str]:
    """The stage that a cell names and, of a rejection, the reason or ""; None for a word that is not known."""
    name = _MARKS.sub("", cell.casefold())
    if name in REASONS:
        return Stage.REJECTED, REASONS[name]
    return _BY_STAGE.get(name), ""


YES = {"yes", "y", "true", "1", "x", "ja", "archived", "✓"}
NO = {"", "no", "n", "false", "0", "nein", "-"}
