"""The client that the settings name."""

from collections.abc import Callable
from threading import Event

from lineage.errors import SettingsError
from lineage.flat.icat.client import Client
from lineage.settings import Settings


def opened(settings: Settings, pause: Callable[[float], object] | None = None) -> Client:
    """Return a client of the ICAT in the settings, which waits by `pause`; raises SettingsError for what is not set."""
    missing = [name for name in ("url", "user", "password", "facility") if not getattr(settings, f"icat_{name}")]
    if missing:
        raise SettingsError(f"LINEAGE_ICAT_{missing[0].upper()}", "is not set; it takes an ICAT to do this")
    assert settings.icat_url and settings.icat_user and settings.icat_password and settings.icat_facility  # noqa: S101, PT018
    return Client(
        settings.icat_url,
        user=settings.icat_user,
        password=settings.icat_password,
        authenticator=settings.icat_authenticator,
        facility=settings.icat_facility,
        pause=pause or Event().wait,
    )
