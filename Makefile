# Every target sets up what it needs: `make demo` or `make test` alone is enough.
# All paths are relative, so that the checkout may lie in a folder with spaces.

PYTHON ?=
ARGS ?=

python := .venv/bin/python
runtime := .venv/.runtime
dev := .venv/.dev
quick := not slow and not browser
install := $(python) -m pip install --quiet --only-binary :all:

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

# An environment that is unfinished, lost its Python or came from another folder is built anew.
ifneq ($(shell $(python) -c '' 2>/dev/null && cat $(runtime) 2>/dev/null),$(CURDIR))
stale := stale
endif

define new_environment
@for candidate in "$(PYTHON)" python3.13 python3.12 python3.11 python3.14 python3; do \
	if "$$candidate" -c '$(fits)' 2>/dev/null; then \
		echo "Setting up .venv with $$("$$candidate" --version) ..."; \
		exec "$$candidate" -m venv --clear .venv; \
	fi; \
done; \
echo 'chuyenmuc needs Python 3.11, 3.12, 3.13 or 3.14 with its venv module;' \
	'name one with: make PYTHON=/path/to/python3' >&2; \
exit 1
endef
fits := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))

# One version of each package for every supported Python, the build backend among them.
pins = sed -n 's/^requires = \["\(.*\)"\]/\1/p' pyproject.toml | \
	.venv/bin/uv pip compile pyproject.toml - --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --only-binary :all: --generate-hashes \
	--custom-compile-command 'make lock' $(ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo serve test oldest lint types lock clean stale

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

install: $(runtime) ## Make .venv, with chuyenmuc and its pinned dependencies in it

demo: $(runtime) ## Train on the starter corpus, evaluate, serve, classify over HTTP
	.venv/bin/chuyenmuc demo $(ARGS)

serve: $(runtime) ## Start the HTTP service (options: ARGS="--port 8001")
	.venv/bin/chuyenmuc serve $(ARGS)

test: $(dev) ## Run the quick tests (options: ARGS="tests/data -k readers")
	$(python) -m pytest -m "$(quick)" $(ARGS)

oldest: $(dev) ## Run them with the oldest versions pyproject.toml allows (needs Python 3.11)
	.venv/bin/uv venv --quiet --clear --no-python-downloads --python 3.11 .cache/oldest
	.venv/bin/uv pip install --quiet --python .cache/oldest --resolution lowest-direct --editable '.[dev]'
	.cache/oldest/bin/python -m pytest -m "$(quick)" $(ARGS)

lint: $(dev) ## Check style, format and the direction of imports
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/lint-imports --cache-dir .cache/import-linter

types: $(dev) ## Check types
	.venv/bin/mypy

lock: $(dev) ## Renew the requirements files from pyproject.toml (newest: ARGS=--upgrade)
	$(pins) --output-file requirements.txt
	$(pins) --output-file requirements-dev.txt --extra dev --constraint requirements.txt

clean: ## Remove what install and the tools made; models, reports and downloads stay
	rm -rf .venv .hypothesis build dist
	rm -rf .cache/oldest .cache/ruff .cache/mypy .cache/pytest .cache/import-linter
	find data model training serve tests bench -name __pycache__ -prune -exec rm -rf {} +

stale:

$(runtime): requirements.txt pyproject.toml $(stale)
	$(if $(stale),$(new_environment))
	$(install) --require-hashes --requirement requirements.txt
	$(install) --no-deps --no-build-isolation --editable .
	@$(python) -m model
	@pwd -P > $@

$(dev): requirements-dev.txt $(runtime)
	$(install) --require-hashes --requirement requirements-dev.txt
	@touch $@
