# Set-up and checks. Each target works on a fresh machine with python3 >= 3.11 and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test parity bench format clean

demo: $(VENV)/.kg
	$(BIN)/kg ask backers --of "Khalifa Haftar" --as-of 2020-07-10 --format table --evidence 1

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

parity: $(VENV)/.test
	KG_PARITY="oxigraph fuseki virtuoso rdflib virtuoso-itself" $(BIN)/python -m pytest tests/stores/test_parity.py

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks.start

format: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/kg check --graph . --rewrite

clean:
	rm -rf $(VENV) build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: python 3.11 or later is needed; name one with PYTHON=..."; exit 2; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null \
	  || { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; } \
	  || { rm -rf $(VENV); echo "make: $(PYTHON) has neither ensurepip nor pip; install its venv module (python3-venv)"; exit 2; }

$(VENV)/.kg: $(VENV)/bin/python pyproject.toml $(wildcard kg/*.py kg/cli/*.py kg/stores/*.py kg/dumps/*.py kg/site/*.py kg/site/*/* ontology/*.ttl seeds/*.ttl shapes/*.ttl queries/*.rq queries/*/*.rq)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check .
	@rm -f $(VENV)/.test
	@touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@rm -f $(VENV)/.kg
	@touch $@
