"""Backup and restore of an embedded installation: one folder with the database and the attachments.

The copy is consistent while Duban runs (SQLite's online backup), and the database is copied before the attachments:
files are only ever added, so every attachment that the copied database knows is in the copied folder.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlparse

from duban.kernel.errors import Conflict, Text
from duban.settings import Settings

DATABASE = "duban.sqlite"
OBJECTS = "objects"


def back_up(settings: Settings, to: Path) -> str:
    """Copy database and attachments into the new folder `to`; returns what was copied, in words. Raises Conflict."""
    source = _embedded(settings)
    if to.exists() and any(to.iterdir()):
        raise Conflict("not_empty", Text("目标文件夹不是空的。", f"{to} is not empty: name a new folder."))
    to.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(to / DATABASE)) as copy:
        live.backup(copy)
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise Conflict("backup_broken", Text("备份未通过完整性检查。", f"The copy is not intact: {verdict}"))
    files = _copy(_objects(settings), to / OBJECTS)
    return f"{DATABASE} ({(to / DATABASE).stat().st_size:,} bytes) and {files} attachments are in {to}"


def put_back(settings: Settings, source: Path) -> str:
    """Copy a backup into place. Raises Conflict where anything is there already, or where `source` holds none."""
    target = _embedded(settings)
    if target.exists():
        raise Conflict("database_exists", Text("数据库已存在，未作改动。", f"{target} exists; nothing was changed."))
    if not (source / DATABASE).is_file():
        raise Conflict("no_backup", Text("文件夹中没有备份。", f"There is no {DATABASE} in {source}."))
    target.parent.mkdir(parents=True, exist_ok=True)
    files = _copy(source / OBJECTS, _objects(settings))
    shutil.copy2(source / DATABASE, target)
    return f"{target} and {files} attachments are back. Check it: duban journal verify"


def _embedded(settings: Settings) -> Path:
    if settings.sqlite_path is None:
        raise Conflict(
            "not_embedded",
            Text("仅适用于内置数据库；PostgreSQL 请用 pg_dump。", "Only for the embedded database; use pg_dump."),
        )
    return settings.sqlite_path


def _objects(settings: Settings) -> Path:
    url = urlparse(settings.object_store_url)
    return Path(unquote(url.path)) if url.scheme == "file" else Path("/nonexistent")


def _copy(source: Path, target: Path) -> int:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    return sum(1 for path in target.rglob("*") if path.is_file())
