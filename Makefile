# `make help` lists what there is. A fresh machine needs Python 3.11+ and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LOCK = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q
CLIENT = $(BIN)/python -m xunjiasao.project.client

# The copy of a lock beside the packages says which lock they came from; the same lock installs nothing.
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python's venv module is missing (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@cmp -s requirements/$(1).lock .venv/$(1).lock || { \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$(1).lock \
	  && cp requirements/$(1).lock .venv/$(1).lock; }
endef

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: setup-run client-h5 ## Serve the demo city from one foreground command [PORT=8000]
	@XJS_PORT=$(PORT) exec $(BIN)/python -m xunjiasao.project.run

.PHONY: setup
setup: ## Install what developing needs, with locked hashes
	$(call install,dev)
	@cp requirements/run.lock .venv/run.lock
	@$(BIN)/python -m xunjiasao.project.messages compile

.PHONY: setup-run
setup-run:
	$(call install,run)
	@$(BIN)/python -m xunjiasao.project.messages compile

.PHONY: test
test: setup ## Run every test: SQLite, PostgreSQL (all that meets a database), client
	XJS_TEST_DB=sqlite $(BIN)/pytest
	XJS_TEST_DB=postgres $(BIN)/pytest --ignore tests/house --ignore tests/matching --ignore tests/project/test_launcher.py
	$(CLIENT) test

.PHONY: check
check: setup ## Lint, types, contracts, migrations, deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	XJS_HTTPS=1 $(BIN)/python manage.py check --deploy --fail-level WARNING --database default
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(CLIENT) check

.PHONY: e2e
e2e: setup client ## Drive the journey in Chromium through the real servers
	$(BIN)/python -m tests.e2e

.PHONY: bench
bench: setup ## Measure, against the database's own limit
	$(BIN)/python bench/run.py

.PHONY: bench-matching
bench-matching: setup ## Measure the matching library beside its peers, twelve minutes [FULL=1: everything, hours]
	@test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	@cmp -s requirements/peers.lock .venv-peers/peers.lock || { \
	  .venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.lock \
	  && cp requirements/peers.lock .venv-peers/peers.lock; }
	FULL=$(FULL) $(BIN)/python -m bench.matching

.PHONY: storm
storm: setup ## The long storms: concurrent clients on scarce slots, both databases
	XJS_TEST_LONG=1 XJS_TEST_DB=sqlite $(BIN)/pytest tests/storm
	XJS_TEST_LONG=1 XJS_TEST_DB=postgres $(BIN)/pytest tests/storm

.PHONY: crash
crash: setup ## The long crash tests: kill -9 under load, both databases
	XJS_TEST_LONG=1 XJS_TEST_DB=sqlite $(BIN)/pytest tests/crash
	XJS_TEST_LONG=1 XJS_TEST_DB=postgres $(BIN)/pytest tests/crash

.PHONY: openapi
openapi: setup ## Write docs/openapi.json from the code, and the client's types from it
	$(BIN)/python manage.py openapi
	$(CLIENT) api

.PHONY: docs
docs: setup ## Write docs/lifecycles/*.md from the stage tables
	$(BIN)/python manage.py lifecycles

.PHONY: demo-full
demo-full: setup-run ## Load the full demo city into an empty database
	$(BIN)/python -m xunjiasao.project.run demo-full

.PHONY: messages
messages: setup ## Gather sentences into the catalogue of translations, and compile it
	$(BIN)/python -m xunjiasao.project.messages update
	$(BIN)/python -m xunjiasao.project.messages compile

.PHONY: client
client: setup-run ## Build the H5 client and the mini-program
	$(CLIENT) h5 mp-weixin

.PHONY: client-h5
client-h5: setup-run
	@$(CLIENT) h5

.PHONY: wheel
wheel: setup client-h5 ## Build dist/*.whl, with client and translations inside
	$(BIN)/uv build --wheel --quiet

.PHONY: locks
locks: setup ## Resolve requirements/*.lock anew from pyproject.toml
	$(LOCK) pyproject.toml -o requirements/run.lock
	$(LOCK) pyproject.toml --group dev -c requirements/run.lock -o requirements/dev.lock
	$(LOCK) --group node -o requirements/node.lock
	$(LOCK) --group peers -o requirements/peers.lock

.PHONY: clean
clean: ## Remove what was built and the embedded city (var/)
	rm -rf var client/dist client/node_modules .mypy_cache .ruff_cache
