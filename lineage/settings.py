"""One frozen Settings object, read once at the door and passed in; nobody fetches it.

Order of trust: argument of the constructor, environment ``LINEAGE_*``, ``lineage.toml`` in the working
folder, default.
"""

import re
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

Names = Annotated[tuple[str, ...], NoDecode]
"""Several words; in the environment separated by commas."""

NEO4J_URI = re.compile(r"(bolt|neo4j)(\+s|\+ssc)?://[^@\s]+")
"""What the driver takes; it refuses an address with a user in it."""

SERVER_URL = re.compile(r"https?://[^@\s/?#]+(/[^@\s?#]*)?")
"""The address of a lineage server; it is logged and shown, so there is no user in it."""

PORTAL_URL = re.compile(r"https?://[^@\s\"<>{}]+\{icat_id\}[^@\s\"<>{}]*")
"""The address of a dataset elsewhere; pages link to it."""

ORIGIN = re.compile(r"https?://[\w.-]+(:[1-9]\d{0,4})?")
"""A site; it becomes part of a policy, which commas and semicolons would end."""

BROKER = re.compile(
    r"(?:(?P<scheme>tcp|stomp|ssl)://)?(?P<host>\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(?P<port>[1-9]\d{0,4}))?/?"
)
"""A broker: host or host:port, with or without tcp:// before it; ssl:// for TLS."""


class Settings(BaseSettings):
    """All that can be set, each with its unit in the name and its meaning beside it."""

    model_config = SettingsConfigDict(env_prefix="LINEAGE_", toml_file="lineage.toml", frozen=True, extra="forbid")

    neo4j_uri: str | None = Field(
        None, description="bolt:// or neo4j:// address of a Neo4j server; unset starts the embedded one"
    )
    neo4j_user: str = Field("neo4j", description="user at the given Neo4j server")
    neo4j_password: SecretStr | None = Field(None, description="password at the given Neo4j server")
    neo4j_database: str = Field("neo4j", description="database name")

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("lineage"),
        description="folder of the embedded engine and broker (jars, stores, password, logs) and of the journal",
    )
    engine_jars_dir: Path | None = Field(
        None, description="folder of all jars, may be shared; unset keeps them in the data folder"
    )
    engine: str = Field("neo4j-2026.08.1", description="name of the engine lock to run")
    engine_heap_mb: int = Field(1024, ge=256, description="Java heap of the embedded engine in MiB")
    engine_page_cache_mb: int = Field(512, ge=64, description="page cache of the embedded engine in MiB")
    engine_start_timeout_s: float = Field(
        120, gt=0, description="how long a start of the engine, or of the broker, may take"
    )
    bolt_port: int | None = Field(
        None, ge=1, le=65535, description="Bolt port of the embedded engine; unset takes a free one"
    )
    broker_port: int | None = Field(
        None, ge=1, le=65535, description="STOMP port of the embedded broker; unset takes a free one"
    )
    maven_mirror: str | None = Field(None, description="address of a Maven repository to fetch the jars from")

    journal: bool = Field(True, description="keep a journal of everything that comes in; false keeps none")
    journal_dir: Path | None = Field(
        None, description="folder of the journal; unset keeps it in the folder journal of the data folder"
    )
    journal_segment_mb: int = Field(64, ge=1, description="size in MiB at which the journal begins another segment")

    host: str = Field("127.0.0.1", description="address that the HTTP server listens on")
    port: int = Field(8000, ge=0, le=65535, description="port of the HTTP server; 0 takes a free one")
    http_threads: int = Field(8, ge=1, le=1000, description="requests worked on at once; further ones wait their turn")

    host_names: Names = Field(
        (),
        description="names that the HTTP server is asked by besides localhost, such as lineage.example.org; a request "
        "for another is refused; unset refuses every other on loopback, and none elsewhere; comma-separated",
    )
    server: str | None = Field(
        None,
        description="address of a lineage server, such as http://host:8000, that the shell asks in place of a database",
    )

    public_url: str | None = Field(
        None,
        description="address that others reach this service at, such as https://lineage.example.org; links in the flat "
        "view begin with it; unset leaves them out",
    )

    portal_url: str | None = Field(
        None,
        description="address of a dataset in the facility's data portal, with {icat_id} where its ICAT id stands; "
        "pages lead there, to pictures too; unset leaves the links out",
    )
    frame_sites: Names = Field(
        (),
        description="sites that may show pages with embed=1 in a frame, such as https://portal.example.org; unset "
        "allows none; comma-separated",
    )
    reports_dir: Path | None = Field(
        None,
        description="folder of lineage reports as static files, which the HTTP server answers from without the "
        "database; unset makes each report anew",
    )

    batch_size: int = Field(200, ge=1, le=10_000, description="messages written in one transaction")
    message_bytes_max: int = Field(16 * 2**20, ge=1024, description="largest message accepted, in bytes")
    query_timeout_s: float = Field(30, gt=0, description="time limit of a question; the database ends the work too")
    stream_timeout_s: float = Field(
        600, gt=0, description="time limit of an answer in JSON Lines, its reader's time included"
    )
    write_timeout_s: float = Field(300, gt=0, description="time limit of one write transaction")

    brokers: Names = Field(
        (),
        description="message brokers (STOMP) to take messages from, such as mq1:61613,mq2:61613, or ssl://mq1:61614 "
        "for TLS; all are listened to; comma-separated",
    )
    broker_ca_file: Path | None = Field(
        None, description="certificates (PEM) that brokers with ssl:// are checked by; unset takes the system's"
    )
    broker_user: str | None = Field(None, description="user at the brokers")
    broker_password: SecretStr | None = Field(None, description="password at the brokers")
    broker_queues: Names = Field(
        (
            "icatIngest",
            "icatUpdateDatasetMetadata",
            "icatDataFiles",
            "icatArchiveRestoreStatus",
            "rescheduleInvestigation",
        ),
        description="queues that are listened to; comma-separated",
    )
    broker_failed_queue: str = Field("lineage.failed", description="queue that refused messages are published to")
    broker_prefetch: int = Field(
        500, ge=1, le=100_000, description="messages of a queue that a broker hands out before they are acknowledged"
    )
    batch_wait_s: float = Field(
        0.05, ge=0, le=60, description="how long a batch of the brokers is gathered while another is written"
    )

    icat_url: str | None = Field(
        None,
        description="address of the REST interface of an ICAT to publish into, such as https://icat.example.org/icat",
    )
    icat_user: str | None = Field(None, description="user at the ICAT; what is written there is in this name")
    icat_password: SecretStr | None = Field(None, description="password at the ICAT")
    icat_authenticator: str = Field(
        "db", description="authenticator of the ICAT that knows the user, such as db or ldap"
    )
    icat_facility: str | None = Field(None, description="name of the facility in the ICAT")
    icat_interval_s: float | None = Field(
        None, gt=0, description="how long `lineage serve` waits between publications into ICAT; unset publishes nothing"
    )

    mount_prefixes: Names = Field(
        (), description="prefixes cut from paths, such as /mnt/multipath-shares; comma-separated"
    )
    location_roots: Names = Field(
        (),
        description="roots that datasets live under, such as /data; when set, a path in input_datasets that "
        "follows a comma and is under none of them is a question, not a link; comma-separated",
    )
    time_zone: str | None = Field(
        None, description="zone of times that come without one, such as Europe/Paris; unset refuses them"
    )
    definitions: Path | None = Field(
        None,
        description="definitions file of the facility (hdf5_cfg.xml); unset takes ESRF's, which is shipped",
    )
    run_parameter: str | None = Field(
        None,
        description="dataset parameter that names the run a dataset belongs to, such as Workflow_id; "
        "datasets that name the same run share one job",
    )
    indexed_parameters: Names = Field(
        (), description="dataset parameters that get an index of their own; comma-separated"
    )

    @field_validator(
        "brokers",
        "broker_queues",
        "mount_prefixes",
        "location_roots",
        "indexed_parameters",
        "host_names",
        "frame_sites",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(word.strip() for word in value.split(",") if word.strip())
        return value

    @field_validator("brokers")
    @classmethod
    def _broker_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            if not BROKER.fullmatch(text):
                raise ValueError("expected brokers such as host:61613, with no user and no password in them")
        return value

    @field_validator("neo4j_uri")
    @classmethod
    def _plain_address(cls, value: str | None) -> str | None:
        if value and not NEO4J_URI.fullmatch(value):
            raise ValueError("expected an address such as bolt://host:7687, with no user and no password in it")
        return value

    @field_validator("server", "public_url", "icat_url")
    @classmethod
    def _server_address(cls, value: str | None) -> str | None:
        if value and not SERVER_URL.fullmatch(value):
            raise ValueError("expected an address such as http://host:8000, with no user and no password in it")
        return value or None

    @field_validator("portal_url")
    @classmethod
    def _portal_address(cls, value: str | None) -> str | None:
        if value and not PORTAL_URL.fullmatch(value):
            raise ValueError("expected an address such as https://portal.example.org/dataset/{icat_id}")
        return value or None

    @field_validator("frame_sites")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            if not ORIGIN.fullmatch(text):
                raise ValueError("expected sites such as https://portal.example.org, with no path")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value is not None and value not in available_timezones():
            raise ValueError("expected the name of a time zone, such as Europe/Paris")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Drop the sources that would surprise: no dotenv file, no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
