.PHONY: run test test-all test-containers bench truth openapi fmt build packages up down

run: packages
	dotnet run -c Release --project services/CozeLoop.AllInOne -- serve

test:
	@eng/test

# Also what takes too long for every run: the loop over servers by commands and in the browser, and with a replica of each service and a
# broker killed.
test-all:
	@TEST_LIMIT=3600 eng/test --explicit on

# The contracts of the stores against their images in Docker; where it does not answer they skip and say why. The container that would
# clean up after a killed run stays away: its port would be open to the network. `make test-containers options='--fail-skips on'`
# lets no test skip.
test-containers: packages
	TESTCONTAINERS_RYUK_DISABLED=true dotnet run -c Release --project tests/CozeLoop.Containers.Tests -- --output Detailed $(options)

# `make bench ingest ground` measures those parts, `make truth null-hi` simulates that scenario: what stands behind `bench` or `truth`
# names parts, not goals of their own.
ifneq ($(filter bench truth,$(firstword $(MAKECMDGOALS))),)
parts := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
ifneq ($(parts),)
.PHONY: $(parts)
$(parts): ; @:
endif
endif

bench: packages
	@eng/bench $(parts)

# Replays with a known truth, through the API: are verdicts, intervals and gates as rarely false as they promise? docs/replay.md.
# `make truth null-distinct better-20 options='--runs 1000'`.
truth: packages
	@eng/truth $(parts) $(options)

# Writes what the product says of its API into docs/api/openapi.json: look at what changed before committing it.
openapi: packages
	COZELOOP_OPENAPI=write dotnet run -c Release --project tests/CozeLoop.AllInOne.Tests -- --filter-class '*OpenApiSnapshotTests'

# The heavy stack in containers: docs/deploy.md. `make down` keeps the data; `docker compose down --volumes` does not.
up:
	@eng/up

down:
	@if docker compose version >/dev/null 2>&1; then docker compose down; else docker-compose down; fi

fmt: packages
	npm run --silent format
	dotnet tool restore
	dotnet csharpier format .
	dotnet format style CozeLoop.sln --diagnostics IDE0005 --severity warn

build: packages
	dotnet build CozeLoop.sln -c Release

# What the projects need from npm: the embedded engine, fonts. Runs only when the lock file is newer than what is installed.
packages: node_modules/.package-lock.json

node_modules/.package-lock.json: package-lock.json
	@command -v npm >/dev/null || { echo "cozeloop needs npm (Node 20 or newer) for the embedded ClickHouse engine: https://nodejs.org"; exit 1; }
	@command -v dotnet >/dev/null || { echo "cozeloop needs the .NET SDK 10: https://dotnet.microsoft.com/download"; exit 1; }
	npm ci --no-fund --no-audit
	@touch node_modules/.package-lock.json
