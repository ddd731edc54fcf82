"""The database itself refuses to change a published version or a decision, and two versions on one day."""

from typing import Any

from django.db import migrations

VERSION, DECISION = "policies_policyversion", "policies_policydecision"
#: Of a published version everything stays; an end that is open may be set, which counts its edition on.
VERSION_KEPT = (
    "id", "family_id", "code", "title_ja", "title_en", "legal_basis_ja", "legal_basis_en", "state",
    "in_force_from", "author_id", "approver_id", "based_on_id", "files", "digest", "change_notes",
    "return_reason", "created_at", "saved_at", "checked_at", "approved_at", "published_at",
)  # fmt: skip
#: Of a decision everything stays; what came of it may be written down once.
DECISION_KEPT = (
    "id", "version_id", "subject_kind", "subject_ref", "decisions", "facts", "facts_digest", "outputs",
    "matched", "missing", "conflicts", "decided_at",
)  # fmt: skip
VERSION_CHANGED = "a published policy version is never changed"
VERSION_DELETED = "a published policy version is never deleted"
OVERLAP = "two versions of a policy family are in force on one day"
DECISION_CHANGED = "a stored policy decision is never changed"
DECISION_DELETED = "a stored policy decision is never deleted"

#: Published versions of the same family that share a day with the new row.
_OTHERS = f"""SELECT 1 FROM {VERSION} other
WHERE other.state = 'published' AND other.family_id = NEW.family_id AND other.id <> NEW.id
AND (other.in_force_to IS NULL OR other.in_force_to >= NEW.in_force_from)
AND (NEW.in_force_to IS NULL OR other.in_force_from <= NEW.in_force_to)"""


def _differs(columns: tuple[str, ...], operator: str) -> str:
    return " OR ".join(f"OLD.{column} {operator} NEW.{column}" for column in columns)


def _sqlite() -> list[str]:
    is_not = "IS NOT"
    overlap = f"BEGIN SELECT RAISE(ABORT, '{OVERLAP}') WHERE EXISTS ({_OTHERS}); END;"
    return [
        f"""CREATE TRIGGER policy_version_no_update BEFORE UPDATE ON {VERSION}
WHEN OLD.state = 'published' AND ({_differs(VERSION_KEPT, is_not)}
OR (OLD.in_force_to IS NOT NULL AND OLD.in_force_to IS NOT NEW.in_force_to))
BEGIN SELECT RAISE(ABORT, '{VERSION_CHANGED}'); END;""",
        f"""CREATE TRIGGER policy_version_no_delete BEFORE DELETE ON {VERSION}
WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, '{VERSION_DELETED}'); END;""",
        f"""CREATE TRIGGER policy_version_overlap_insert BEFORE INSERT ON {VERSION}
WHEN NEW.state = 'published' {overlap}""",
        f"""CREATE TRIGGER policy_version_overlap_update BEFORE UPDATE ON {VERSION}
WHEN NEW.state = 'published' {overlap}""",
        f"""CREATE TRIGGER policy_decision_no_update BEFORE UPDATE ON {DECISION}
WHEN OLD.followed <> '' OR {_differs(DECISION_KEPT, is_not)}
BEGIN SELECT RAISE(ABORT, '{DECISION_CHANGED}'); END;""",
        f"""CREATE TRIGGER policy_decision_no_delete BEFORE DELETE ON {DECISION}
BEGIN SELECT RAISE(ABORT, '{DECISION_DELETED}'); END;""",
    ]


def _postgresql() -> list[str]:
    distinct = "IS DISTINCT FROM"
    return [
        f"""CREATE FUNCTION policy_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{VERSION_DELETED}'; END IF;
  IF TG_OP = 'DELETE' THEN
    IF OLD.state = 'published' THEN RAISE EXCEPTION '{VERSION_DELETED}'; END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND ({_differs(VERSION_KEPT, distinct)}
    OR (OLD.in_force_to IS NOT NULL AND OLD.in_force_to IS DISTINCT FROM NEW.in_force_to)) THEN
    RAISE EXCEPTION '{VERSION_CHANGED}';
  END IF;
  IF NEW.state = 'published' THEN
    -- Of two that are published at the same moment the second waits here, and then sees the first.
    PERFORM 1 FROM policies_policyfamily WHERE id = NEW.family_id FOR UPDATE;
    IF EXISTS ({_OTHERS}) THEN RAISE EXCEPTION '{OVERLAP}'; END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_version_guard BEFORE INSERT OR UPDATE OR DELETE ON {VERSION}
FOR EACH ROW EXECUTE FUNCTION policy_version_guard();
CREATE TRIGGER policy_version_no_truncate BEFORE TRUNCATE ON {VERSION}
FOR EACH STATEMENT EXECUTE FUNCTION policy_version_guard();""",
        f"""CREATE FUNCTION policy_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION '{DECISION_DELETED}'; END IF;
  IF OLD.followed <> '' OR {_differs(DECISION_KEPT, distinct)} THEN
    RAISE EXCEPTION '{DECISION_CHANGED}';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_decision_guard BEFORE UPDATE OR DELETE ON {DECISION}
FOR EACH ROW EXECUTE FUNCTION policy_decision_guard();
CREATE TRIGGER policy_decision_no_truncate BEFORE TRUNCATE ON {DECISION}
FOR EACH STATEMENT EXECUTE FUNCTION policy_decision_guard();""",
    ]


def forwards(apps: Any, schema_editor: Any) -> None:
    """Make the triggers in the database's own language."""
    statements = _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite()
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on versions and decisions."""

    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
