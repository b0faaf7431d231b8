"""The indexes of the full-text search: FTS5 with triggers on SQLite, GIN on PostgreSQL.

A migration that makes one of the two tables anew on SQLite drops its triggers: it must depend on
this one and call :func:`make` again.
"""

from django.db import migrations

from jixiao.web.disclosures.search import INDEXES, VECTOR

# ``ascii`` takes every character beyond ASCII as part of a token, whatever SQLite knows of it.
SQLITE = (
    """CREATE VIRTUAL TABLE {index} USING fts5(search_text, content='{table}',
        content_rowid='id', detail='none', tokenize="ascii tokenchars '.'")""",
    """CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN
        INSERT INTO {index}(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
    """CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN
        INSERT INTO {index}({index}, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
    END""",
    """CREATE TRIGGER {index}_update AFTER UPDATE OF search_text ON {table}
    WHEN old.search_text <> new.search_text BEGIN
        INSERT INTO {index}({index}, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
        INSERT INTO {index}(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
    "INSERT INTO {index}({index}) VALUES ('rebuild')",
)


def make(apps, schema_editor):
    for table, index in INDEXES.items():
        if schema_editor.connection.vendor == "postgresql":
            vector = VECTOR.format(column="search_text")
            schema_editor.execute(f"CREATE INDEX {index} ON {table} USING gin (({vector}))")
            continue
        with schema_editor.connection.cursor() as cursor:
            for statement in SQLITE:
                cursor.execute(statement.format(table=table, index=index))


def remove(apps, schema_editor):
    for index in INDEXES.values():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {index}")
            continue
        for name in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER {index}_{name}")
        schema_editor.execute(f"DROP TABLE {index}")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("disclosures", "0001_initial")]
    operations = [migrations.RunPython(make, remove)]
