# make book · test · verify · faults · bench · scale · audit · rehearse · serve · lab · data · lock · lint · clean
# Each target does its own set-up; on a fresh machine nothing but make and Python 3.11 or newer is needed.

PYTHON ?= python3
BIN := .venv/bin
WORK := _build/work
SITE := _build/html
export PYTHONHASHSEED ?= 0

.PHONY: book pages anew test lint faults verify bench scale serve lab data lock clean
.DELETE_ON_ERROR:

book: .venv/.book
	@$(BIN)/python tools/alone.py _build/.lock $(MAKE) --no-print-directory pages

pages:
	@$(BIN)/python tools/fresh.py $(SITE) && echo "Nothing has changed since the last build." || $(MAKE) --no-print-directory anew
	@echo "Read:    $(SITE)/index.html"
	@echo "Print:   $(SITE)/downloads/edition.pdf"
	@echo "Run:     $(SITE)/downloads/edition-notebooks.zip"

anew:
	@tools/step.sh "Building pages, PDF and notebooks" $(BIN)/jupyter-book build -q -n -W --keep-going --path-output $(WORK) .
	@tools/publish.sh $(WORK)/_build/html $(SITE)

test: .venv/.test book
	@tools/step.sh "Checking style and spelling" $(MAKE) --no-print-directory lint
	@tools/step.sh "Testing" $(BIN)/python -m pytest

lint: .venv/.test
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/codespell

faults: .venv/.test book
	@$(BIN)/python -m pytest -v tests/test_faults.py tests/test_planted_faults.py

verify: book
	@$(BIN)/python tools/verify.py $(SITE)

bench: .venv/.test book
	@$(BIN)/python tools/bench.py $(SITE)

scale: .venv/.book
	@$(BIN)/python tools/scale.py $(SIZES)

serve: book
	@echo "Serving on http://127.0.0.1:8000 (stop with Ctrl-C)"
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory $(SITE)

lab: .venv/.lab
	@cd chapters && ../$(BIN)/jupyter lab

data: .venv/.data
	@tools/step.sh "Rebuilding data/evidence from upstream files" $(BIN)/python data/builders/build.py $(FROM)

lock: .venv/.made
	@$(BIN)/python -m pip install --quiet uv
	@for name in requirements requirements-data requirements-test requirements-lab requirements-audit; do \
	  $(BIN)/uv pip compile $$name.in --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-header --no-annotate --quiet --output-file $$name.txt; done

clean:
	rm -rf _build .venv

.venv/.made:
	@tools/step.sh "Making a virtual environment in .venv" tools/environment.sh $(PYTHON)
	@touch $@

.venv/.book: .venv/.made requirements.txt apt.txt
	@tools/system_packages.sh apt.txt "the PDF"
	@tools/step.sh "Installing requirements.txt" $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.test: .venv/.book requirements-test.txt apt-test.txt
	@tools/system_packages.sh apt-test.txt "the tests in a browser and on PDF pages"
	@tools/step.sh "Installing requirements-test.txt" $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

.venv/.%: .venv/.book requirements-%.txt
	@tools/step.sh "Installing requirements-$*.txt" $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-$*.txt
	@touch $@

# What upkeep needs: a rehearsal for rot, and the licences and known advisories of all that is pinned.
PYTHONS ?= python3.11 python3.12 python3.13

.PHONY: rehearse audit

rehearse:
	@tools/rehearse.sh $(PYTHONS)

audit: .venv/.test .venv/.lab .venv/.audit-tools
	@.venv/audit/bin/python tools/audit.py $(BIN)/python

.venv/.audit-tools: .venv/.made requirements-audit.txt
	@$(BIN)/python -m venv .venv/audit
	@tools/step.sh "Installing requirements-audit.txt" .venv/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	@touch $@
