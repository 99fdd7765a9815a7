# Everything that people and machines run. The two that matter: make demo, make test.
PYTHON ?= python3
export PYTHON
BIN := .venv/bin
OFFSCREEN := QT_QPA_PLATFORM=offscreen

# Of `make soak`: what repeats it, which tests, and how many steps of stories of both sides.
SEED ?= $(shell date +%s)
ONLY ?= tests
STEPS ?= 210000

# Where `make test` lays its stores and hubs: in memory where there is room. SCRATCH=/tmp has them on the disk, as soak does.
SCRATCH ?= $(shell sh build/scratch.sh)

# How many tests of `make test` run at once: one more than the two processors, for many a test waits for a process of its own.
WORKERS ?= 3

# The tests start some thousand processes. Each would compile the program anew where this says so.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test soak run setup setup-test check bench tour package texts lock clean

demo: setup          ## a hub, an enrolled station, the main job on photos; results in demo-out/
	$(BIN)/python build/demo.py

test: setup-test check   ## everything, without a screen
	TMPDIR=$(SCRATCH) $(OFFSCREEN) $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
	# Once more on PostgreSQL; how pages look in a browser and how slow bodies are taken does not depend on it.
	TMPDIR=$(SCRATCH) $(BIN)/python tests/hub/postgresql.py $(BIN)/python -m pytest tests/hub -n $(WORKERS) --dist worksteal \
		--ignore tests/hub/test_hub_in_a_browser.py --ignore tests/hub/test_hub_slow.py

soak: setup-test     ## the long form of the tests that have one; SEED=… repeats a run, ONLY=tests/faults narrows it, STEPS=1000 shortens it
	$(OFFSCREEN) $(BIN)/python -m pytest $(ONLY) -n 2 --dist worksteal -o faulthandler_timeout=1800 \
		--soak=$(SEED) --steps=$(STEPS) --hypothesis-seed=$(SEED)

run: setup           ## the station alone, with its own local store
	$(BIN)/ombruk

setup:               ## system libraries, virtual environment, fonts, icons, texts
	sh build/setup.sh demo

setup-test:
	sh build/setup.sh test

check: setup         ## lint, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup         ## speed beside its floor; results in bench-out/
	$(BIN)/python build/npm.py bench_tools
	$(OFFSCREEN) $(BIN)/python -m bench.report
	$(BIN)/python -m bench.sync
	$(BIN)/python tests/hub/postgresql.py $(BIN)/python -m bench.fleet

tour: setup          ## a picture of every screen: two looks, three languages, two sizes of text; in tour-out/
	$(OFFSCREEN) $(BIN)/python build/tour.py

package: setup-test  ## a folder that runs without Python, and its smoke run
	sh build/package.sh

texts: setup         ## gather messages from the sources into the .po files
	$(BIN)/python build/texts.py update

lock:                ## pin dependencies anew (needs uv)
	sh build/lock.sh

clean:               ## what was built; never a store
	rm -rf .work dist demo-out bench-out tour-out .mypy_cache .ruff_cache .pytest_cache .hypothesis
