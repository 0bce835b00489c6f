"""Who writes the programme, who presents and adopts it."""

from houtskool.accounts.roles import STEERS, Role

WRITES = STEERS | {Role.OFFICIAL, Role.FACILITATOR}
PRESENTS = STEERS
# Registers what the council or the college decided.
ADOPTS = STEERS | {Role.CLERK, Role.MANDATE_HOLDER}
