"""The database: tables, column types, engine and migrations. `python -m api.db upgrade` migrates."""
