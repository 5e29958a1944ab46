"""What somebody owns here: how it leaves in an export, and how it comes back (CONTRACT, "Commands").

Each app tells its ``Part`` of it; ``jobtracker.ownership`` lists the parts and puts them into one archive. A part is
a sequence of records, each of which is one line of JSON. To export something new, declare its record, write the two
functions, and add the part to that list.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from accounts.models import User, is_time_zone

FIRST_MOMENT, END_OF_TIME = datetime(1970, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)


def _refuse_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("contains a NUL character")
    return text


def _refuse_far_off(moment: datetime) -> datetime:
    if not FIRST_MOMENT <= moment < END_OF_TIME:
        raise ValueError("lies outside 1970 to 2100")
    return moment.astimezone(UTC)


Text = Annotated[str, AfterValidator(_refuse_nul)]
"""A text that PostgreSQL can hold."""


def text(max_length: int):
    """The same, of at most so many characters."""
    return Annotated[str, Field(max_length=max_length), AfterValidator(_refuse_nul)]


Moment = Annotated[AwareDatetime, AfterValidator(_refuse_far_off)]


class Record(BaseModel):
    """One line of an export. It may have been written by anybody: types are strict, and what is unknown is ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)


class RecordError(Exception):
    """A record that is well-formed and cannot be restored all the same; the message says which and why."""


@dataclass(slots=True)
class Outcome:
    """What restoring came to: how many were made, how many were there already (and left as they are)."""

    new: int = 0
    known: int = 0
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """``export`` gives the records of a person, always in the same order; ``restore`` makes what is not there yet.

    ``restore`` runs in a transaction, under a lock of the person's row; what it was given before, it leaves alone.
    It may raise ``RecordError``: then nothing of the whole archive is restored.
    """

    name: str
    record: type[Record]
    export: Callable[[User], Iterator[Record]]
    restore: Callable[[User, Iterable], Outcome]


class AddressRecord(Record):
    email: Text
    verified: bool
    primary: bool


class TokenRecord(Record):
    """That there is a token; the token itself nobody knows, and no import makes one."""

    name: Text
    scope: Text
    created_at: Moment
    expires_at: Moment | None
    last_used_at: Moment | None


class AccountRecord(Record):
    email: Text
    name: Text
    time_zone: Text
    joined_at: Moment
    addresses: list[AddressRecord] = []
    tokens: list[TokenRecord] = []


def _export(user: User) -> Iterator[AccountRecord]:
    addresses = user.emailaddress_set.order_by("pk")
    tokens = user.api_tokens.order_by("pk")
    yield AccountRecord.model_construct(
        email=user.email,
        name=user.name,
        time_zone=user.time_zone,
        joined_at=user.date_joined,
        addresses=[AddressRecord.model_construct(**_values(AddressRecord, address)) for address in addresses],
        tokens=[TokenRecord.model_construct(**_values(TokenRecord, token)) for token in tokens],
    )


def _values(record: type[Record], row) -> dict:
    return {name: getattr(row, name) for name in record.model_fields}


def _restore(user: User, records: Iterable[AccountRecord]) -> Outcome:
    """Name and time zone, where the person has not chosen any. The address is what they sign in with: it stays."""
    outcome = Outcome()
    for record in records:
        before = (user.name, user.time_zone)
        if not user.name:
            user.name = record.name[: User._meta.get_field("name").max_length]
        if user.time_zone == User._meta.get_field("time_zone").default and is_time_zone(record.time_zone):
            user.time_zone = record.time_zone
        if (user.name, user.time_zone) == before:
            outcome.known += 1
        else:
            user.save(update_fields=["name", "time_zone"])
            outcome.new += 1
    return outcome


ACCOUNT = Part("account", AccountRecord, _export, _restore)
