"""The database: tables, column types, engine, migrations (`python -m api.db upgrade`)."""
