"""Who does what with a note to the council."""

from __future__ import annotations

from houtskool.accounts.roles import STEERS, Role

WRITES = STEERS | {Role.OFFICIAL}
ADOPTS = STEERS | {Role.MANDATE_HOLDER}
SENDS = STEERS | {Role.CLERK}
