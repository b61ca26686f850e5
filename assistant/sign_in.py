"""Signing in: guesses are counted and locked out, whoever is right gets a token that stands for them for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from pathlib import Path

from assistant.access import User
from assistant.errors import AccessError
from assistant.users import Users
from vectorstore.database import Database

NAME_GUESSES = 5  # wrong passwords for one name, then it is locked
CLIENT_GUESSES = 20  # wrong ones from one address, whatever the names
LOCK = timedelta(minutes=5)  # doubled with every further lock
LONGEST_LOCK = timedelta(hours=1)
FORGOTTEN = timedelta(hours=24)  # after this long without a guess, counting begins anew
_SCHEMA = """
CREATE TABLE IF NOT EXISTS guesses (
  subject TEXT PRIMARY KEY, count INTEGER NOT NULL, last TEXT NOT NULL, locked_until TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
  token TEXT PRIMARY KEY, name TEXT NOT NULL, stamp TEXT NOT NULL, until TEXT NOT NULL
) STRICT
"""


class SignIn:
    """Who has signed in, and how often it was tried, in a file of the data folder: neither a new session nor a new
    process begins anew. Every method may raise LibraryError, UserError."""

    def __init__(
        self,
        path: Path,
        *,
        users: Users,
        lasts: timedelta,
        clock: Callable[[], datetime],
        token: Callable[[], str],
    ) -> None:
        """Open or create the file. `lasts`: how long a token is good for; `token` makes one nobody can guess."""
        self._db = Database(path, _SCHEMA, first_table="guesses")
        self._users = users
        self._lasts = lasts
        self._clock = clock
        self._token = token

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()

    def sign_in(self, name: str, password: str, *, client: str) -> str:
        """A token for the user; `client` is the address they come from. Raises AccessError, saying how long to wait
        where there were too many guesses."""
        # Counted before it is looked at: of many guesses at once, no more than allowed are looked at.
        mine, theirs = _digest("name", name.strip().casefold()), _digest("client", client)
        now = self._clock()
        with self._db.write():
            self._check_locks(mine, theirs, now)
            self._count(mine, NAME_GUESSES, now)
            self._count(theirs, CLIENT_GUESSES, now)
        account = self._users.verify(name, password)
        with self._db.write() as db:
            if account is None:
                self._check_locks(mine, theirs, now)
                raise AccessError("用户名或密码不对：请再试一次。忘了密码，请找管理员重设。")
            db.execute("DELETE FROM guesses WHERE subject = ?", (mine,))
            db.execute("UPDATE guesses SET count = count - 1, locked_until = '' WHERE subject = ?", (theirs,))
            db.execute("DELETE FROM sessions WHERE until < ?", (now.isoformat(),))
            token = self._token()
            row = (_digest("token", token), account.name, account.stamp, (now + self._lasts).isoformat())
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", row)
        return token

    def user(self, token: str) -> User | None:
        """Whom the token stands for; None: nobody, or no longer."""
        with self._db.read() as db:
            row = db.execute(
                "SELECT name, stamp, until FROM sessions WHERE token = ?", (_digest("token", token),)
            ).fetchone()
        if row is None or row[2] <= self._clock().isoformat():
            return None
        account = self._users.find(row[0])
        return account.user if account and account.hashed and account.stamp == row[1] else None

    def unlock(self, name: str) -> None:
        """Forget the wrong guesses at this name."""
        with self._db.write() as db:
            db.execute("DELETE FROM guesses WHERE subject = ?", (_digest("name", name.strip().casefold()),))

    def sign_out(self, token: str) -> None:
        """Have the token stand for nobody."""
        with self._db.write() as db:
            db.execute("DELETE FROM sessions WHERE token = ?", (_digest("token", token),))

    def _check_locks(self, mine: str, theirs: str, now: datetime) -> None:
        with self._db.read() as db:
            (until,) = db.execute(
                "SELECT coalesce(max(locked_until), '') FROM guesses WHERE subject IN (?, ?)", (mine, theirs)
            ).fetchone()
        if until > now.isoformat():
            wait = ceil((datetime.fromisoformat(until) - now) / timedelta(minutes=1))
            raise AccessError(f"输错的次数太多，暂时不能登录：请 {wait} 分钟后再试，或找管理员重设密码。")

    def _count(self, subject: str, most: int, now: datetime) -> None:
        """Count a guess; every `most` of them lock the subject, each time for longer. Inside the caller's transaction."""
        with self._db.read() as db:
            db.execute("DELETE FROM guesses WHERE last < ?", ((now - FORGOTTEN).isoformat(),))
            (count,) = db.execute(
                "INSERT INTO guesses VALUES (?, 1, ?, '') ON CONFLICT (subject) "
                "DO UPDATE SET count = count + 1, last = excluded.last RETURNING count",
                (subject, now.isoformat()),
            ).fetchone()
            if count % most == 0:
                lock = min(LOCK * 2 ** min(count // most - 1, 10), LONGEST_LOCK)
                db.execute(
                    "UPDATE guesses SET locked_until = ? WHERE subject = ?",
                    ((now + lock).isoformat(), subject),
                )


def _digest(kind: str, text: str) -> str:
    """What is kept instead of the text: in the place of a name there may stand a password."""
    return sha256(f"{kind} {text}".encode("utf-8", "surrogatepass")).hexdigest()
