# What people type; all else is CMake. `make help` lists it.
#
# Each target installs the Debian packages it needs and lacks (deploy/packages.txt), as root or through
# sudo. With NO_INSTALL=1 nothing is installed: the target stops and names what is missing.

JOBS ?= $(shell nproc)
DATA ?= var
# What `make fuzz` runs each target on, and which targets; all where none is named.
RUNS ?= 1000000
TARGETS ?=

# ccache, where there is one, takes what a source includes from the compiler that compiles it, and
# does not preprocess it beforehand; it hashes a header once and not for each source.
export CCACHE_DEPEND ?= 1
export CCACHE_INODECACHE ?= 1

.PHONY: help configure build run test lint format bench attack model crash fuzz mutants image image-test clean npm-e2e npm-lint npm-deploy k8s-check
.DEFAULT_GOAL := help

help:
	@echo "make run      start the five services with the example, print its report, serve until Ctrl-C"
	@echo "make test     build and run every test"
	@echo "make build    build into build/"
	@echo "make lint     check formatting, contracts, include rules and static analysis"
	@echo "make format   format sources and contracts"
	@echo "make bench    measure, as ratios"
	@echo "make attack   ask for all that is published of registers, and try to find what is hidden"
	@echo "make model    the ledger beside its model, for long"
	@echo "make crash    kill -9 the writing of a ledger and of registers, for long"
	@echo "make fuzz     feed every method, parser and file with what libFuzzer finds, for long (RUNS=, TARGETS=)"
	@echo "make mutants  see that the tests find defects put into the sources"
	@echo "make k8s-check  render the manifests of deploy/k8s and check them"
	@echo "make image    build the images of the services and the command (IMAGE_PREFIX=, IMAGE_TAG=)"
	@echo "make image-test  build them, and run the system in containers, for long"
	@echo "make clean    remove what was built (not the data in var/)"

configure:
	@deploy/setup.sh build
	@mkdir -p build
	@cmake --preset release > build/configure.log 2>&1 || { cat build/configure.log; exit 1; }

build: configure
	@cmake --build --preset release -j $(JOBS)

run: configure
	@cmake --build --preset release -j $(JOBS) --target tertial_binaries
	@exec build/bin/tertial up --data $(DATA) --load data/asker-2024

# Behind the tests all that they have written is searched for the secrets that they planted.
test: build npm-e2e npm-deploy
	@rm -rf build/Testing/output
	@TERTIAL_TEST_OUTPUT=$(CURDIR)/build/Testing/output \
	  ctest --test-dir build --output-on-failure -j $(JOBS); ended=$$?; \
	  python3 -B tests/e2e/search_output.py build/Testing/Temporary/LastTest.log build/Testing/output && \
	  exit $$ended

lint: npm-lint
	@tests/lint/run.sh

format:
	@deploy/setup.sh lint
	@git ls-files '*.cc' '*.h' '*.proto' | xargs clang-format -i

bench: build
	@deploy/setup.sh build bench
	@cmake --preset release > build/configure.log 2>&1 || { cat build/configure.log; exit 1; }
	@cmake --build --preset release -j $(JOBS) --target tertial_benches
	@tests/bench/run.sh

# Long forms of what `make test` does for some seconds.
model: build
	@build/tests/ledger_model_ledger_model_test --seeds 10 --operations 12000

attack: build
	@build/tests/workforce_attack_reader_test --all

crash: build
	@build/tests/ledger_crash_ledger_crash_test --kills 100 --power-losses 100
	@build/tests/workforce_crash_register_crash_test --kills 100 --power-losses 100

fuzz:
	@deploy/setup.sh build fuzz
	@tests/fuzz/run.sh $(RUNS) $(JOBS) $(TARGETS)

mutants:
	@deploy/setup.sh build mutants
	@tests/mutants/run.sh

# Flags and policy are shown to the programs, as they were built last.
k8s-check: npm-deploy
	@node tests/deploy/k8s_check.mjs

npm-deploy:
	@deploy/setup.sh test
	@cd tests/deploy && ../lint/npm_ci.sh

image:
	@deploy/docker/image.sh

image-test: npm-e2e
	@deploy/setup.sh image-test
	@tests/images/run.sh

npm-e2e:
	@deploy/setup.sh test
	@cd tests/e2e/node && ../../lint/npm_ci.sh
	@cd clients/examples/node && ../../../tests/lint/npm_ci.sh

npm-lint:
	@deploy/setup.sh build lint
	@cd tests/lint && ./npm_ci.sh

clean:
	@rm -rf build build-*
