"""The settings an operator may give: typed, read from the environment, all wrong values named at once."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated, Any, Literal

import dj_database_url
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

#: The folder that holds the database, uploads and logs of a checkout, when nothing else is said.
DEFAULT_VAR = Path("var")


class SettingsError(Exception):
    """One or more settings are wrong; ``faults`` names each setting and what is wrong with it."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = faults
        lines = "\n".join(f"  {name}: {message}" for name, message in faults)
        super().__init__(f"Wrong settings ({len(faults)}):\n{lines}")


class Environment(BaseSettings):
    """Every setting that an operator may give. ``docs/operate.md`` explains each of them."""

    model_config = SettingsConfigDict(env_prefix="BANSO_", extra="ignore", frozen=True)

    mode: Literal["production", "demo", "test"] = Field(
        "production", description="demo: demonstration on loopback; test: the test suite"
    )
    var: Path = Field(DEFAULT_VAR, description="folder of database, uploads, journal heads and logs")
    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="postgresql://... or sqlite:///path; default: SQLite in var",
    )
    secret_key: str = Field(
        "", validate_default=True, description="signs sessions and links; 50 characters or more"
    )
    journal_key: str = Field(
        "", validate_default=True, description="keys the digests in the journal; 50 or more; never change it"
    )
    base_url: str = Field("http://127.0.0.1:8000", description="address at which users reach the system")
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="host names, separated by commas; default: the host of base_url"
    )
    behind_proxy: bool = Field(False, description="trust X-Forwarded-Proto of the proxy in front")
    language: Literal["ja", "en"] = "ja"
    mail_url: str = Field(
        "", description="smtp://user:password@host:port or smtps://...; default: mail is only logged"
    )
    mail_from: str = "banso@localhost"
    bounce_dir: Path | None = Field(
        None, description="folder (maildir or plain files) in which mail that came back lands; default: none"
    )
    bounce_address: str = Field(
        "", description="address that mail comes back to, as name@host; name+... must reach it too"
    )
    max_upload_mb: int = Field(20, ge=1, le=500, description="largest file that may be uploaded, in MB")
    clamd: str = Field(
        "", description="tcp://host:3310 or unix:///path of clamd; default: uploads are not scanned"
    )
    document_mb_a_firm: int = Field(500, ge=1, description="what all documents of a firm may hold, in MB")
    document_days_kept: int = Field(
        30, ge=0, description="days after which the file of a removed document is thrown away"
    )
    backup_max_age_hours: int = Field(26, ge=1, description="an older last backup is a finding of the doctor")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "postgres://", "sqlite:///")):
            raise ValueError("must be a postgresql:// or sqlite:/// address")
        if value:
            dj_database_url.parse(value)
        return value

    @field_validator("mail_url")
    @classmethod
    def _known_mail(cls, value: str) -> str:
        if value and not value.startswith(("smtp://", "smtps://")):
            raise ValueError("must start with smtp:// or smtps://")
        return value

    @field_validator("clamd")
    @classmethod
    def _known_scanner(cls, value: str) -> str:
        if value and not value.startswith(("tcp://", "unix:///")):
            raise ValueError("must start with tcp:// or unix:///")
        return value

    @field_validator("secret_key", "journal_key")
    @classmethod
    def _production_has_secrets(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("mode") == "production":
            if len(value) < 50:
                raise ValueError("must hold 50 characters or more in production")
            if value == info.data.get("secret_key"):
                raise ValueError("must differ from BANSO_SECRET_KEY")
        return value

    @property
    def host(self) -> str:
        """The host of ``base_url``, without its port."""
        return self.base_url.split("://", 1)[1].split("/")[0].rsplit(":", 1)[0]


def kept_secret(var: Path, name: str) -> str:
    """A secret made on first use and kept in ``var``: for demonstration and test, never for production."""
    path = var / f"{name}.secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")


def read_environment() -> Environment:
    """Read all settings.

    Raises:
        SettingsError: naming every wrong setting, not only the first.
    """
    try:
        return Environment()
    except ValidationError as error:
        faults = []
        for item in error.errors():
            name = str(item["loc"][0])
            if name != "DATABASE_URL" and not name.startswith("BANSO_"):
                name = f"BANSO_{name.upper()}"
            faults.append((name, item["msg"].removeprefix("Value error, ")))
        raise SettingsError(faults) from None
