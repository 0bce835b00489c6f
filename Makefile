# The two commands of the README: `make demo` and `make test`. `make help` lists the others.
.DELETE_ON_ERROR:
.PHONY: help demo test test-postgres check format lint types imports templates translations translated migrations clean-clone fuzz bench shared lock vendor vendored coverage screenshots clean

PYTHON ?= python3
DEV := .venv-dev/bin
WORKERS ?= 2
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK = 1

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

demo: .venv/ready ## the Haarlem example, on this machine
	.venv/bin/houtskool demo --folder var/voorbeeld --port $(PORT) $(DEMO)

test: .venv-dev/ready ## the whole suite on SQLite; what cannot run here is named at the end
	env -u DATABASE_URL $(DEV)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

check: .venv-dev/ready tests/browser/node_modules/ready format lint types imports templates translated vendored migrations test-postgres clean-clone ## all that CI asks
	@echo "make check: alles is gedraaid."

format:
	$(DEV)/ruff format --check .

lint:
	$(DEV)/ruff check .

types:
	$(DEV)/mypy

imports:
	$(DEV)/lint-imports

templates:
	git ls-files '*.html' | grep -v /vendor/ | xargs $(DEV)/djhtml --check --tabwidth 2

translations: .venv-dev/ready ## bring the English catalogues up to date with the source
	$(DEV)/python tools/translations

translated:
	$(DEV)/python tools/translations --check

migrations:
	HOUTSKOOL_FOLDER=$$(mktemp -d) $(DEV)/python -m houtskool.cli manage makemigrations --check --dry-run

test-postgres: .venv-dev/ready ## the suite without the browser, on a PostgreSQL of its own
	tools/with-postgres $(DEV)/python -m pytest -n $(WORKERS) --dist worksteal -m "not browser" $(TESTS)

clean-clone: ## the README's two commands in a fresh clone: `make test` on SQLite with the browser, and `make demo`
	tools/clean-clone

fuzz: .venv-dev/ready ## the property tests with many new examples
	HYPOTHESIS_PROFILE=fuzz $(DEV)/python -m pytest -n $(WORKERS) --dist worksteal -m "hypothesis and not browser" $(TESTS)

bench: .venv-dev/ready ## speed and memory, as ratios; ROOM=… for one room
	@for script in $(if $(ROOM),bench/$(ROOM).py,$(wildcard bench/*.py)); do echo "== $$script"; $(DEV)/python $$script || exit 1; done

shared: .venv/ready ## checks against material that users do not have
	python3 ../shared/check/note_haarlem.py
	python3 ../shared/check/rooms.py
	$(DEV)/python tools/contributions-round-trip ../shared/data/contributions/buurtbudget.csv
	python3 ../shared/check/opinion.py ../shared/data/opinion 0.80 15-per-hour-seattle brexit-consensus \
	    canadian-electoral-reform scoop-hivemind.biodiversity vtaiwan.uberx

lock: .venv-dev/ready ## pin every requirement anew, with hashes and without addresses
	$(DEV)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header --group build pyproject.toml -o requirements/product.txt
	$(DEV)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header --group dev -c requirements/product.txt pyproject.toml -o requirements/development.txt

vendor: ## reproduce houtskool/web/static/vendor and houtskool/documents/fonts from vendor/package-lock.json
	vendor/build
	vendor/fonts

vendored:
	vendor/build --check
	vendor/fonts --check

.venv/ready: requirements/product.txt pyproject.toml
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install -q --require-hashes -r requirements/product.txt
	.venv/bin/python -m pip install -q --no-deps --no-build-isolation --editable .
	@touch $@

.venv-dev/ready: requirements/development.txt
	$(PYTHON) -m venv --clear .venv-dev
	.venv-dev/bin/python -m pip install -q --require-hashes -r requirements/development.txt
	@touch $@

# html-validate and axe-core, for the stories in a browser.
tests/browser/node_modules/ready: tests/browser/package-lock.json
	npm ci --prefix tests/browser --silent --no-audit --no-fund
	@touch $@

coverage: .venv-dev/ready ## which lines the suite runs, without the browser
	$(DEV)/coverage run -m pytest -m "not browser" $(TESTS) && $(DEV)/coverage report --skip-covered

screenshots: .venv-dev/ready ## take the pictures of the docs anew; needs Chromium
	$(DEV)/python tools/screenshots

clean: ## everything that was made here
	rm -rf .venv .venv-dev tests/browser/node_modules var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
