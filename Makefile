# Each target does its own set-up; on a fresh machine nothing but make and Python 3.11 or newer is needed.
# Without make: python src/edition/commands/environment.py dev, then .venv/bin/python -m edition COMMAND
# (on Windows .venv\Scripts\python).

PYTHON ?= python3
RUN := .venv/bin/python -m
PORT ?= 8000
CHAPTER ?= soft_power
WHAT ?=
PYTHONS ?= python3.11 python3.12 python3.13
export PYTHONHASHSEED ?= 0
# Import Linter has no __main__.
ROOMS := from click.testing import CliRunner as R; from importlinter.cli import lint_imports_command as c; r = R().invoke(c, ['--no-logo', '--no-cache']); exit(r.exit_code and r.output)

.PHONY: help book preview test test-all lint faults accept verify bench scale serve lab data lock describe audit links live rehearse clean built set-up set-up-dev

help:             ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

book: set-up      ## build pages, PDF, EPUB and notebooks into _build/html
	@$(RUN) edition build $(ARGS)

preview: set-up   ## show one chapter in a few seconds: make preview CHAPTER=soft_power
	@$(RUN) edition preview $(CHAPTER) $(ARGS)

test: set-up-dev built lint  ## build the book and test it: some minutes
	@$(RUN) edition.commands.debian tests/apt.txt "the tests in a browser and on PDF pages"
	@$(RUN) pytest $(ARGS)

test-all: set-up-dev built lint  ## test all that a release needs, with each of PYTHONS
	@$(RUN) edition.commands.debian tests/apt.txt "the tests in a browser and on PDF pages"
	@$(RUN) pytest -m "" $(ARGS)
	@$(RUN) edition scale 10
	@$(RUN) edition rehearse $(PYTHONS)

accept: set-up-dev  ## show what reads otherwise than accepted; accept one: WHAT=soft_power
	@PYTHONPATH=tests/source .venv/bin/python tests/accept.py "$(WHAT)"

lint: set-up-dev  ## check style, length of functions, order of the rooms, spelling
	@$(RUN) ruff check --quiet .
	@$(RUN) ruff format --diff --quiet .
	@$(RUN) lizard -l python -L 40 -C 999 -w -W tests/exceptions.txt src data/builders tests
	@$(RUN) codespell_lib
	@.venv/bin/python -c "$(ROOMS)"

faults: set-up-dev built  ## print each planted fault, what caught it and the message
	@$(RUN) pytest -v tests/faults tests/source/test_set_up.py tests/source/test_upkeep.py $(ARGS)

verify: built     ## rebuild in a clean copy and compare every byte with the site
	@$(RUN) edition verify $(ARGS)

bench: set-up-dev built  ## measure pages and builds beside the stock configuration
	@$(RUN) edition bench $(ARGS)

scale: set-up     ## measure editions with more chapters: ARGS="10 50"
	@$(RUN) edition scale $(ARGS)

live: set-up      ## build the book, and let its readers run the chapters in the page
	@$(RUN) edition live $(ARGS)

serve: built      ## serve the site on this machine alone: PORT=8000
	@$(RUN) edition serve --port $(PORT) $(ARGS)

lab: set-up-dev   ## open the chapters in JupyterLab
	@$(RUN) edition lab $(ARGS)

data: set-up-dev  ## make data/evidence from the upstream files: FROM=folder
	@$(RUN) edition data $(if $(FROM),--from "$(FROM)") $(ARGS)

lock: set-up-dev  ## renew requirements.txt and requirements-dev.txt
	@$(RUN) edition lock $(ARGS)

describe: set-up  ## write .zenodo.json, codemeta.json and REUSE.toml anew
	@$(RUN) edition describe $(ARGS)

audit: set-up-dev ## list licences and known advisories of all that is pinned
	@$(RUN) edition audit $(ARGS)

links: set-up     ## look at the addresses of all sources online
	@$(RUN) edition links $(ARGS)

rehearse: set-up  ## run all tests in a fresh clone, with each of PYTHONS
	@$(RUN) edition rehearse $(PYTHONS) $(ARGS)

clean:            ## remove all that was made
	rm -rf _build .venv

# As `book`, but ARGS are for the target that wants it built.
built: set-up
	@$(RUN) edition build

set-up:
	@$(PYTHON) src/edition/commands/environment.py book

set-up-dev:
	@$(PYTHON) src/edition/commands/environment.py dev
