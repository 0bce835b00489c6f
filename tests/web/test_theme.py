"""A municipality's own look comes from a folder of its own, after ours."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import django
django.setup()
from houtskool.web import navigation
navigation._entries.clear()  # there are no tables here to ask what stands in it
from django.test import Client
page = Client().get("/account/aanmelden/", headers={"host": "127.0.0.1"}).content.decode()
print(page[page.index("<head>"):page.index("</head>")])
sheet = Client().get("/static/theme/theme.css", headers={"host": "127.0.0.1"})
print(sheet.status_code, b"".join(sheet).decode())
"""


def run(folder, theme):
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "houtskool.settings",
        "HOUTSKOOL_FOLDER": str(folder / "data"),
        "HOUTSKOOL_THEME": str(theme),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=False
    )


def test_its_sheet_is_served_and_comes_last(tmp_path):
    (tmp_path / "theme.css").write_text(":root { --ember: #004699; }", encoding="utf-8")
    ran = run(tmp_path, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.index("houtskool/houtskool.css") < ran.stdout.index("theme/theme.css")
    assert "200 :root { --ember: #004699; }" in ran.stdout


def test_a_folder_without_a_sheet_is_refused_at_the_start(tmp_path):
    assert "HOUTSKOOL_THEME names a folder that holds theme.css" in run(tmp_path, tmp_path).stderr
