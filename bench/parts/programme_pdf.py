"""One measurement of `bench/programme.py`, in a process of its own: seconds and extra memory of one PDF.

Run by either environment: `programme_pdf.py ours|peer OUT FILE…` prints one line of JSON. FILE: a pickled
document or HTML; each says something else, so that nothing is served from memory. The last is written to OUT.
"""

from __future__ import annotations

import gc
import json
import pickle
import sys
import time
from collections.abc import Callable
from pathlib import Path


def memory(field: str) -> int:
    """kB of this process, as the kernel has it: VmRSS now, VmHWM at most since the last `clear_refs`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


def measured(write: Callable[[Path], bytes], files: list[Path], out: Path) -> dict[str, float]:
    """The least of the times after one that warms up, and the most memory that all of it added."""
    gc.collect()
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    write(files[0])
    clock, processor = [], []
    for file in files[1:]:
        begin, worked = time.perf_counter(), time.process_time()
        data = write(file)
        clock.append(time.perf_counter() - begin)
        processor.append(time.process_time() - worked)
        out.write_bytes(data)
    added = (memory("VmHWM") - before) / 1000
    return {"seconds": min(clock), "processor": min(processor), "mb": added}


def ours() -> Callable[[Path], bytes]:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from houtskool.documents import write_pdf

    return lambda file: write_pdf(pickle.loads(file.read_bytes()), contents=True)


def peer() -> Callable[[Path], bytes]:
    from weasyprint import HTML

    # The one of our two standards that has tags; WeasyPrint makes one of them per file.
    return lambda file: HTML(filename=str(file)).write_pdf(pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    who, out, *names = sys.argv[1:]
    print(
        json.dumps(measured({"ours": ours, "peer": peer}[who](), [Path(name) for name in names], Path(out)))
    )
