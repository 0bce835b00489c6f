"""Noto Sans, as reproduced by vendor/fonts, for all that Typst sets."""

from pathlib import Path

import typst

FONTS = typst.Fonts(include_system_fonts=False, font_paths=[str(Path(__file__).parent)])
