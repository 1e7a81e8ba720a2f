# Short names for what contributors run. Every target is plain go commands.

.PHONY: examples test bench fuzz generate lint ci release-check

test:
	go test ./...

# Times one trajectory in a running program (internal/trajectory), and the program
# as a user starts it (cmd/archive): CPU time and memory of a run, and their ratio
# to the sqlite3 shell, where there is one, on the same file in the same minute.
# docs/PERFORMANCE.md has the budgets and the figures of one run.
bench:
	go test -run '^$$' -bench . -benchmem ./...

# Runs every fuzz target of the repository, FUZZTIME each, and stops at the first
# that fails; the input is then under testdata/fuzz of its package, to be kept.
FUZZTIME = 1m
fuzz:
	@set -e; for package in $$(go list ./...); do \
		listed=$$(go test -list '^Fuzz' $$package); \
		for target in $$(echo "$$listed" | grep '^Fuzz'); do \
			echo "== $$package $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package; \
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
