# Nearly everything goes through scripts/; those that build set up what is missing first.

.PHONY: run test demo torture fuzz bench package package-test deny bindings model model-check

run: ## Set up, build, open the app.
	@scripts/run.sh

test: ## Set up, then run every test and lint; totals at the end.
	@scripts/test.sh

demo: ## Analyse a spoken example in the terminal: no display, no microphone.
	@scripts/demo.sh

torture: ## Ask for the faults far more often than `make test`; more than an hour.
	@scripts/torture.sh

fuzz: ## Feed bytes that nobody meant to what reads files; ten minutes each.
	@scripts/fuzz.sh

bench: ## Measure, and print one table.
	@scripts/bench.sh

package: ## Build the .deb.
	@scripts/package.sh

package-test: ## Install the .deb in a clean Debian and record a take with it; needs root.
	@scripts/package-test.sh

deny: ## Check licences and sources of all dependencies.
	@scripts/deny.sh

bindings: ## Write ui/src/lib/bindings.ts anew from the commands; after `make run` or `make test`.
	@RETAKE_BLESS=1 cargo test --test app bindings

model: ## Fit what the coach has learnt from our stories; scores on stories left out.
	@scripts/model.sh

model-check: ## Fit it anew and compare, byte for byte.
	@scripts/model.sh check
