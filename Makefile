# Short names for what contributors run. Every target is plain go commands.

.PHONY: test bench generate lint ci

test:
	go test ./...

bench:
	go test -run '^$$' -bench . -benchmem ./...

# Compiles data/*.csv into the embedded database and writes the reference docs.
generate:
	go generate ./...

# The checks of .ci/run that need no tests; it installs the tools it pins.
lint:
	.ci/run lint

ci:
	.ci/run
