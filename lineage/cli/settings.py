"""Settings at the door of the shell: read once, their mistakes told in one sentence, their origins known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any, get_args

from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource, TomlConfigSettingsSource

from lineage.cli.wording import MASK, masked
from lineage.errors import SettingsError
from lineage.settings import Settings

FILE = Path("lineage.toml")
PYDANTIC_WORDS = re.compile(r"^(Input should be |Value error, )(expected )?|, unable to parse.*$")
"""What is left of a message of pydantic is what was expected."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it counts now; a secret is masked, None means unset."""

    name: str
    variable: str
    value: str | int | float | list[str] | None
    origin: str
    description: str


def read_settings(**given: Any) -> Settings:
    """Return the settings; what is given counts more than environment and file. Raises SettingsError."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise _mistake(error) from error
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"file {FILE}", f"is not valid TOML: {error}") from error
    except OSError as error:
        raise SettingsError(f"file {FILE}", f"cannot be read: {error.strerror}") from error


def _mistake(error: ValidationError) -> SettingsError:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    field = Settings.model_fields.get(name)
    if field is None:
        return SettingsError(name, f"in {FILE} is not known; lineage config show lists the settings")
    value = MASK if _is_secret(field) else masked(repr(first["input"]))
    expected = PYDANTIC_WORDS.sub("", first["msg"])
    return SettingsError(variable_of(name), f"has value {value}; expected {expected}")


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"LINEAGE_{name.upper()}"


def origins(settings: Settings, given: Iterable[str] = ()) -> list[Setting]:
    """Return every setting with its value and where it came from; `given` are those that options of a command set."""
    sources = {
        "option": set(given),
        "environment": EnvSettingsSource(Settings)().keys(),
        str(FILE): TomlConfigSettingsSource(Settings)().keys(),
    }
    return [
        Setting(
            name=name,
            variable=variable_of(name),
            value=_shown(getattr(settings, name), field),
            origin=next((source for source, names in sources.items() if name in names), "default"),
            description=field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]


def _is_secret(field: FieldInfo) -> bool:
    return SecretStr in (field.annotation, *get_args(field.annotation))


def _shown(value: Any, field: FieldInfo) -> str | int | float | list[str] | None:
    if value is None or isinstance(value, int | float):
        return value
    if _is_secret(field):
        return MASK
    return list(value) if isinstance(value, tuple) else masked(str(value))
