"""Passwords as Argon2id hashes (RFC 9106): the only module that imports argon2."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 10, 256  # characters of a password


def hash_password(password: str) -> str:
    """The hash with its salt and parameters, in the PHC string format."""
    return PasswordHasher().hash(password)


def verify_password(password: str, hashed: str) -> bool:
    """Whether the password is the one hashed; False for a hash that cannot be read, too."""
    try:
        return PasswordHasher().verify(hashed, password[:MOST])
    except (VerificationError, InvalidHashError):
        return False
