# The two commands of a newcomer are `make serve` and `make test`; `make` alone lists the rest.
# Every variable below can be set on the command line: `make serve PORT=9000`.

SWIFT        ?= $(or $(shell command -v swift),$(wildcard /opt/swift/usr/bin/swift),swift)
VENV         ?= .venv
LAUREL       ?= .build/release/laurel
HOST         ?= 127.0.0.1
PORT         ?= 8080
DATABASE     ?= demo.db
SWIFT_FLAGS  ?=
# The binary that ships brings its runtime along, so that it runs where there is no toolchain.
RELEASE      ?= -c release --product laurel --static-swift-stdlib
TEST_FLAGS   ?=
# The suites that serve from a database of their own, which run on PostgreSQL too.
SERVING      ?= ServiceTests|WireTests|AccessTests|(Laurel|Trophy|Bricqs|Phoenix)APITests
PYTEST_FLAGS ?=
# Several workers, each with servers of its own; a file's tests of one engine stay together.
WORKERS      ?= 2
PARALLEL     ?= -n $(WORKERS) --dist loadgroup --no-loadscope-reorder
BENCH_FLAGS  ?=
HARDEN_FLAGS ?=
CASES        ?= 500
SOURCES      ?= Package.swift Sources Tests clients/swift/Package.swift clients/swift/Sources clients/swift/Tests
PAGES        ?= Sources/DashboardPages
KIT          ?= Sources/UIKitPages
# Types, style and tests of the pages, without a network.
DENO         ?= NO_COLOR=1 DENO_NO_UPDATE_CHECK=1 $(abspath $(VENV))/bin/deno

export SWIFT VENV

.DEFAULT_GOAL := help
.PHONY: help serve test build pictures bench bench-streaks bench-past bench-points bench-ranking bench-webhooks bench-sizing bench-tenants bench-growth dist fuzz harden lint format unit without-dialects outside docs test-failover clean bench-boards bench-dashboard bench-reminders bench-analytics bench-ui bench-import
# One step after the other: two builds at once would only wait for each other.
.NOTPARALLEL:

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: build ## Builds, fills a local database with a demo workspace, and serves it on PORT
	$(LAUREL) demo --database $(DATABASE) --host $(HOST) --port $(PORT)
	$(LAUREL) serve --host $(HOST) --port $(PORT) --database $(DATABASE)

test: ## Installs what is missing, lints, builds, and runs every test
	scripts/setup
	$(MAKE) --no-print-directory lint
	$(MAKE) --no-print-directory unit
	$(MAKE) --no-print-directory without-dialects
	$(MAKE) --no-print-directory outside
	$(MAKE) --no-print-directory fuzz CASES=5
	$(MAKE) --no-print-directory test-failover

build: ## Builds the release binary, .build/release/laurel
	scripts/setup --build-only
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)

dist: ## Makes what is handed out: a stripped binary, its checksum, and what it is made of
	scripts/setup --build-only
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	scripts/dist --laurel $(LAUREL)

bench: ## Measures the release binary on both engines, each beside a yardstick
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/run --laurel $(LAUREL) $(BENCH_FLAGS)

bench-streaks: ## Measures what streaks cost, and the list of those at risk among a million users
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/streaks --laurel $(LAUREL) $(BENCH_FLAGS)

bench-webhooks: ## Measures deliveries to a fast receiver, and what they cost events
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/webhooks --laurel $(LAUREL) $(BENCH_FLAGS)

bench-reminders: ## Measures reminders planned and sent, and what they cost events
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/reminders --laurel $(LAUREL) $(BENCH_FLAGS)

bench-ranking: ## Measures the ranking of leaderboards beside Redis' sorted set, with ten million members
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/ranking --laurel $(LAUREL) $(BENCH_FLAGS)

bench-boards: ## Measures leaderboards over HTTP beside Redis' sorted set, with the same members
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/boards --laurel $(LAUREL) $(BENCH_FLAGS)

bench-analytics: ## Times every answer of analytics over the roll-ups of a million users
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	LAUREL=$(LAUREL) $(VENV)/bin/python bench/analytics $(BENCH_FLAGS)

bench-import: ## Measures the import of users and their events, killed and begun again
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/import --laurel $(LAUREL) --kills 3 $(BENCH_FLAGS)

bench-past: ## Measures events of the past in several orders, with a live client beside them
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/past --laurel $(LAUREL) $(BENCH_FLAGS)

bench-points: ## Measures what points cost an event, beside the same rules written by hand
	scripts/setup --build-only --bench
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/points --laurel $(LAUREL) $(BENCH_FLAGS)

bench-sizing: ## Measures what users, events, days, streams and members take of disk and memory
	scripts/setup --build-only
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/sizing --laurel $(LAUREL) $(BENCH_FLAGS)

bench-growth: ## Measures a million new users: how fast they come, memory, searches and starts
	scripts/setup --build-only
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/growth --laurel $(LAUREL) $(BENCH_FLAGS)

bench-tenants: ## Measures ten thousand tenants: creating them, a change in one, and doing nothing
	scripts/setup --build-only
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	bench/tenants --laurel $(LAUREL) $(BENCH_FLAGS)

bench-dashboard: ## Times the calls of the dashboard's screens among a million users
	scripts/setup --build-only
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	$(VENV)/bin/python bench/dashboard --laurel $(LAUREL) $(BENCH_FLAGS)

bench-ui: ## Times the elements of the UI kit in Chromium
	scripts/setup --build-only
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	$(VENV)/bin/python bench/ui --laurel $(LAUREL) $(BENCH_FLAGS)

fuzz: ## Tries every call of the OpenAPI documents with CASES made-up requests each
	scripts/setup --build-only
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	scripts/fuzz --laurel $(abspath $(LAUREL)) --cases $(CASES)

harden: ## Attacks the release binary: kills, full disks, a silent database, hostile clients
	scripts/setup
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	scripts/harden --laurel $(LAUREL) $(HARDEN_FLAGS)

lint: ## Checks the format of the sources, and the types of the dashboard's modules
	scripts/setup
	$(SWIFT) format lint --strict -r $(SOURCES)
	cd $(PAGES) && $(DENO) fmt --check && $(DENO) lint && $(DENO) check pages/*/*.js guides/*.js && $(DENO) test --no-check
	cd $(KIT) && $(DENO) fmt --check && $(DENO) lint && $(DENO) check kit/*/*.js laurel.d.ts && $(DENO) test --no-check
	$(KIT)/describe.py --check

format: ## Formats the sources in place
	$(SWIFT) format -i -r $(SOURCES)
	cd $(PAGES) && $(DENO) fmt
	cd $(KIT) && $(DENO) fmt

unit: ## Runs the Swift tests, with a private PostgreSQL beside them
	$(SWIFT) build --build-tests $(SWIFT_FLAGS)
	LAUREL_TEST_ALL=1 scripts/with-postgres --fast $(SWIFT) test --skip-build --skip HTTPServerTests $(SWIFT_FLAGS) $(TEST_FLAGS)
	LAUREL_TEST_ENGINE=postgres scripts/with-postgres --fast $(SWIFT) test --skip-build --filter '$(SERVING)' $(SWIFT_FLAGS) $(TEST_FLAGS)
# Connections have time limits, which must not pass because other suites take the processors.
	$(SWIFT) test --skip-build --filter HTTPServerTests $(SWIFT_FLAGS)

without-dialects: ## Builds the program with the folders of its dialects deleted
	scripts/without-dialects

# What ships is what is tested: these suites drive the release binary from outside.
outside: ## Runs the suites that drive the release binary over HTTP, the official SDK among them
	scripts/setup
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	LAUREL=$(abspath $(LAUREL)) $(VENV)/bin/python -m pytest Tests/outside $(PARALLEL) $(PYTEST_FLAGS)

pictures: ## Makes the pictures in docs/dashboard and docs/ui
	scripts/setup
	LAUREL_PICTURES=1 LAUREL=$(abspath $(LAUREL)) $(VENV)/bin/python -m pytest Tests/outside/test_dashboard_screens.py Tests/outside/test_dashboard_messages.py Tests/outside/test_ui_gallery.py $(PYTEST_FLAGS)
	$(VENV)/bin/python scripts/shrink-pictures docs/dashboard/*.png docs/ui/*.png

docs: ## Runs the examples of the documentation, and looks every name in it up
	scripts/setup
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	LAUREL=$(abspath $(LAUREL)) $(VENV)/bin/python -m pytest Tests/outside/test_docs_*.py $(PARALLEL) $(PYTEST_FLAGS)

test-failover: ## Kills the primary of three PostgreSQL nodes under load, three times
	scripts/setup
	$(SWIFT) build $(RELEASE) $(SWIFT_FLAGS)
	LAUREL=$(abspath $(LAUREL)) $(VENV)/bin/python -m pytest -s Tests/failover $(PYTEST_FLAGS)

clean: ## Removes what building and testing left; databases stay
	rm -rf .build $(VENV) .pytest_cache Tests/*/.pytest_cache
	find Tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
