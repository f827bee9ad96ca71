"""What a command has at hand: its settings, the service, and where to say what."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from rich.console import Console
from rich.text import Text

from lineage import engine
from lineage.cli.fetching import FetchBar
from lineage.cli.output import Form, Output
from lineage.cli.settings import read_settings
from lineage.cli.verbs import Verbs
from lineage.cli.wording import masked, sentence
from lineage.errors import LineageError, SettingsError
from lineage.service import Lineage, connect
from lineage.settings import Settings


class Shell:
    """Data goes to ``out`` in the ``form`` asked for, talk goes to ``talk``, which is standard error."""

    def __init__(self, form: Form = "text", *, is_quiet: bool = False, server: str | None = None) -> None:
        self.form = form
        self.is_quiet = is_quiet
        self.given = {} if server is None else {"server": server}
        self.out = Output(sys.stdout)
        self.talk = Console(
            file=sys.stderr,
            force_terminal=sys.stderr.isatty(),
            soft_wrap=True,
            highlight=False,
            markup=False,
            emoji=False,
        )

    @cached_property
    def settings(self) -> Settings:
        """The settings, read on first use; an option of the command counts most. Raises SettingsError."""
        return read_settings(**self.given)

    @property
    def has_progress(self) -> bool:
        """True when a progress bar disturbs nobody."""
        return self.talk.is_terminal and not self.is_quiet and not (self.form == "jsonl" and self.out.is_terminal)

    def note(self, text: str) -> None:
        """Say what is good to know; --quiet leaves it out."""
        if not self.is_quiet:
            self.complain(text)

    def complain(self, text: str) -> None:
        """Say what has to be said."""
        self.tell(f"lineage: {text}")

    def tell(self, text: str) -> None:
        """Print a line of talk, after the data that came before it."""
        self.out.stream.flush()
        self.talk.print(sentence(text))

    def fail(self, error: LineageError) -> None:
        """Tell of the error that ends the command."""
        self.complain(error.message)
        if self.form == "json":
            facts = {name: masked(value) if isinstance(value, str) else value for name, value in error.facts.items()}
            self.out.json({"code": error.code, "message": masked(error.message), "facts": facts})

    def answer(self, value: object, lines: Callable[[], Iterable[Text]]) -> None:
        """Print one answer in the form asked for; `lines` is how a person reads it."""
        if self.form == "json":
            self.out.json(value)
        elif self.form == "jsonl":
            self.out.jsonl(value)
        else:
            for line in lines():
                self.out.line(line)

    @contextmanager
    def service(self) -> Iterator[Verbs]:
        """Open the server that is named, else the service over the database.

        An embedded engine is started when it does not run, and the schema is brought up to date.
        """
        if not self.settings.server:
            with self.own_service() as service:
                yield service
            return
        # it takes as long to load as the rest of a small command, and only a named server needs it
        from lineage.client import Client  # noqa: PLC0415

        with Client(self.settings.server, mount_prefixes=self.settings.mount_prefixes, attempts_max=2) as client:
            yield client

    @contextmanager
    def own_service(self, **given: Any) -> Iterator[Lineage]:
        """Open the service over the database; `given` are settings that count more than the environment."""
        settings = self.own_settings(**given)
        self.announce_start(settings)
        with FetchBar(self.talk, self.note, is_shown=self.has_progress) as progress:
            service = Lineage.open(settings, progress)
        with service:
            yield service

    @contextmanager
    def connected(self) -> Iterator[Lineage]:
        """Open the service over the database without touching the schema."""
        settings = self.own_settings()
        self.announce_start(settings)
        with FetchBar(self.talk, self.note, is_shown=self.has_progress) as progress:
            database = connect(settings, progress)
        with database:
            yield Lineage(settings, database)

    def own_settings(self, **given: Any) -> Settings:
        """Return the settings for work on the database itself; raises SettingsError when a server is named."""
        settings = read_settings(**self.given, **given) if given else self.settings
        if settings.server:
            reason = f"names the server {settings.server}; this command works on the database itself, so unset it"
            raise SettingsError("LINEAGE_SERVER", reason)
        return settings

    def announce_start(self, settings: Settings) -> None:
        """Say so when the embedded engine is about to be started."""
        if not settings.neo4j_uri and engine.status(settings).state != "running":
            self.note("starting the embedded engine")
