"""A PostgreSQL server for tests, thrown away afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port
from tests.programs import require_program

ACCOUNT = "postgres"
# Nothing of a test outlives it, so nothing needs to reach the disk.
LOOPBACK = "-c listen_addresses=127.0.0.1"
UNSAFE = "-c fsync=off -c full_page_writes=off"


@contextmanager
def postgres_server(durable: bool = False) -> Iterator[str]:
    """Start a server and yield the SQLAlchemy URL of an empty database in it.

    Args:
        durable: whether a commit reaches the disk, as on a server that is really used.
    """
    pg_ctl, initdb = require_program("pg_ctl"), require_program("initdb")
    # Not pytest's folder: PostgreSQL's own account could not enter that one.
    folder = Path(tempfile.mkdtemp(prefix="guide-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
    data, port = str(folder / "data"), free_port()
    options = f"{LOOPBACK} {'' if durable else UNSAFE} -p {port} -k {folder}"
    try:
        _run(
            initdb,
            "-D",
            data,
            "-U",
            ACCOUNT,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        )
        _run(pg_ctl, "-D", data, "-l", f"{folder}/log", "-o", options, "-w", "start")
        try:
            yield f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{port}/postgres"
        finally:
            _run(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: Path, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, which all refuse to run as root."""
    account = pwd.getpwnam(ACCOUNT) if os.geteuid() == 0 else None
    done = subprocess.run(
        [program, *arguments],
        cwd="/",
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=[] if account else None,
        stdin=subprocess.DEVNULL,
        # A file, not a pipe: the server keeps what it inherits open.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, f"{program.name} ended with {done.returncode}"


def new_database(server_url: str, name: str) -> str:
    """The SQLAlchemy URL of a fresh, empty database on the server."""
    from sqlalchemy import create_engine, make_url

    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)
