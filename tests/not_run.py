"""What this run leaves out because the machine lacks something, said in its last lines.

With HOUTSKOOL_REQUIRE=all, as in CI, leaving anything out is an error.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).parent / "browser" / "node_modules"


def chromium() -> str | None:
    return os.environ.get("HOUTSKOOL_CHROMIUM") or shutil.which("chromium")


def _missing_for_browser() -> list[str]:
    missing = [] if chromium() else ["Chromium (pakket chromium)"]
    if not (NODE_MODULES / "axe-core").is_dir() or not shutil.which("node"):
        missing.append("axe-core en html-validate (npm ci --prefix tests/browser)")
    return missing


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    stories = [item for item in items if item.get_closest_marker("browser")]
    missing = _missing_for_browser() if stories else []
    if not missing:
        return
    if os.environ.get("HOUTSKOOL_REQUIRE") == "all":
        raise pytest.UsageError(f"{len(stories)} browser tests cannot run: {', '.join(missing)} missing")
    config.hook.pytest_deselected(items=stories)
    items[:] = [item for item in items if item not in stories]


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    missing = _missing_for_browser()
    if missing and os.environ.get("HOUTSKOOL_REQUIRE") != "all":
        terminalreporter.write_line(
            f"Niet gedraaid: de verhalen in een browser. Nodig: {', '.join(missing)}."
        )
    if not os.environ.get("DATABASE_URL"):
        terminalreporter.write_line("Niet gedraaid: PostgreSQL. Dat doet `make check`.")
