"""What the server answers when it does not do what it was asked."""

from dataclasses import dataclass

STATUSES = {
    "BAD_PARAMETER": 400,
    "INSUFFICIENT_PRIVILEGES": 403,
    "SESSION": 403,
    "NO_SUCH_OBJECT_FOUND": 404,
    "OBJECT_ALREADY_EXISTS": 412,
    "VALIDATION": 412,
    "INTERNAL": 500,
    "NOT_IMPLEMENTED": 501,
}
UNFINISHED = "class jakarta.ejb.EJBException Stateless SessionBean method returned without completing transaction"


@dataclass
class Trouble(Exception):
    """A refusal with its code and, for an element of an array, its place in it; `media` is the content type."""

    code: str
    message: str
    offset: int | None = None
    media: str | None = "application/json"

    @property
    def status(self) -> int:
        return STATUSES[self.code]

    @property
    def body(self) -> dict[str, object]:
        place = {} if self.offset is None else {"offset": self.offset}
        return {"code": self.code, "message": self.message, **place}


def bad(message: str) -> Trouble:
    return Trouble("BAD_PARAMETER", message)


def not_found(entity: str, id: object) -> Trouble:
    return Trouble("NO_SUCH_OBJECT_FOUND", f"{entity}[id:{id}] not found.")


def not_allowed(right: str, entity: str) -> Trouble:
    return Trouble("INSUFFICIENT_PRIVILEGES", f"{right} access to this {entity} is not allowed.")
