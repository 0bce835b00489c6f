from houtskool.process.views.commitments import commitment, register, reopen, settle, withdraw
from houtskool.process.views.documents import annex, attach, document, original
from houtskool.process.views.parts import add_part, change_part, gathering, remove_part
from houtskool.process.views.process import edit_process, home, new_process, process, remove_process

__all__ = [
    "add_part",
    "annex",
    "attach",
    "change_part",
    "commitment",
    "document",
    "edit_process",
    "gathering",
    "home",
    "new_process",
    "original",
    "process",
    "register",
    "remove_part",
    "remove_process",
    "reopen",
    "settle",
    "withdraw",
]
