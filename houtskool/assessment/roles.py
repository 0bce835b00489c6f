"""Who writes a framework, and who registers that it was adopted."""

from houtskool.accounts.roles import STEERS, Role

WRITES = STEERS | {Role.OFFICIAL, Role.FACILITATOR}
# Registers what the council or the college decided.
ADOPTS = STEERS | {Role.CLERK, Role.MANDATE_HOLDER}
