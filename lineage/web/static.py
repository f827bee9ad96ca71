"""The files that pages need, read once: style, script, and htmx as its makers publish it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

FOLDER = Path(__file__).parent / "static"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
YEAR_S = 365 * 24 * 3600
DIGEST_CHARS = 16

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file; its digest is part of every link to it, so that it may be kept for ever."""

    name: str
    content: bytes
    media_type: str
    digest: str


@dataclass(frozen=True, slots=True)
class Assets:
    """Every file, by its name."""

    by_name: Mapping[str, Asset]

    @classmethod
    def read(cls) -> Self:
        """Read the files of the folder."""
        return cls({path.name: _asset(path) for path in sorted(FOLDER.iterdir())})

    def link(self, name: str) -> str:
        """Return the path that a file is fetched by."""
        return f"/static/{name}?v={self.by_name[name].digest}"


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(path.name, content, MEDIA_TYPES[path.suffix], sha256(content).hexdigest()[:DIGEST_CHARS])


@router.get("/static/{name}")
def asset(request: Request, name: str, v: str = "") -> Response:
    """Return a file; one that is asked for by its digest never changes."""
    assets: Assets = request.app.state.assets
    found = assets.by_name.get(name)
    if found is None:
        raise HTTPException(404)
    tag = f'"{found.digest}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={YEAR_S}, immutable" if v == found.digest else "no-cache",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.content, headers=headers, media_type=found.media_type)
