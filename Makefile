# Short names for what contributors run. Every target is plain go commands.

.PHONY: examples test bench bench-compare bench-baseline fuzz generate lint ci release-check

test:
	go test ./...

# Every benchmark: the program as a user starts it, against the sqlite3 shell where
# there is one, ten months and ten years of a care directory, the readers against
# excelize. It takes half an hour. docs/PERFORMANCE.md has the budgets and the
# figures of one run.
bench:
	go test -timeout 2h -run '^$$' -bench . -benchmem ./...
	cd internal/eras/sheet/bench && go test -timeout 1h -run '^$$' -bench .

# The benchmarks that run inside the test's process, which are quick, against the
# figures that are kept. They are of one machine: on another, make bench-baseline
# first, on the commit to compare with.
BENCHSTAT = v0.0.0-20260908200009-22c9c6c9d4da
BASELINE = testdata/bench/baseline.txt
QUICK = go test -run '^$$' -bench 'Agree200|Diff50000|Build|First$$|FirstFrame|Key$$|Stream' \
	-benchtime 100ms -count 6 ./internal/compare ./internal/trajectory ./internal/tui ./internal/output
bench-compare:
	$(QUICK) > /tmp/bench.$$$$ && go run golang.org/x/perf/cmd/benchstat@$(BENCHSTAT) $(BASELINE) /tmp/bench.$$$$; rm -f /tmp/bench.$$$$

bench-baseline:
	mkdir -p $(dir $(BASELINE)) && $(QUICK) > $(BASELINE)

# Runs every fuzz target of the repository, FUZZTIME each, and stops at the first
# that fails; the input is then under testdata/fuzz of its package, to be kept. Up
# to Go 1.26 a target can end with "context deadline exceeded" though nothing was
# found (golang/go issue 75804): that alone is no failure.
FUZZTIME = 1m
fuzz:
	@set -e; for package in $$(go list ./...); do \
		listed=$$(go test -list '^Fuzz' $$package); \
		for target in $$(echo "$$listed" | grep '^Fuzz'); do \
			echo "== $$package $$target"; \
			said=$$(go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package 2>&1) || \
				{ echo "$$said" | grep -q 'context deadline exceeded' && ! echo "$$said" | grep -q 'Failing input'; } || \
				{ echo "$$said"; exit 1; }; \
			echo "$$said" | tail -n 1; \
		done; \
	done

# Compiles data/*.csv into the embedded database and writes the reference docs.
generate:
	go generate ./...

# Draws docs/examples anew; a test fails when they are stale.
examples:
	go test ./cmd/archive -run '^TestExample(Pictures|Reports)$$' -update

# The checks of .ci/run that need no tests, with the tools it pins; then
# golangci-lint, which takes too long to build for every change (.golangci.yml).
GOLANGCI = v2.15.0
lint:
	.ci/run lint
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI) run ./...

ci:
	.ci/run

# Builds for all six systems, compares two builds byte by byte, and checks the
# goreleaser configuration; publishes nothing.
release-check:
	.ci/release-check
