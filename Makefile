# make demo [ARGS=--once]   the simulated company on http://127.0.0.1:8050
# make test                 everything, in a real browser too;  make test-fast: no browser, no servers, a minute
# make check                style, types, SQL, import contracts, generated documents
# make validate             plant known effects in 200 made-up worlds per conflict metric; writes docs/validation.md
# make docs lock bench      write docs/*.md from the headers; write the locks; measure

BIN := .venv/bin
.PHONY: demo test test-fast check docs lock bench validate install install-dev

demo: install
	@$(BIN)/leitstand demo $(ARGS)

# Bytecode is kept whatever the shell says: a whole test run starts some hundred processes.
test test-fast: export PYTHONDONTWRITEBYTECODE =

test: install-dev
	@browser=$$($(BIN)/python tools/find_browser.py) && LEITSTAND_BROWSER="$$browser" POLARS_MAX_THREADS=1 \
		$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

test-fast: install-dev
	@POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -m "not server and not browser and not thorough" -n auto --dist worksteal $(ARGS)

check: install-dev
	@sh tools/check.sh

docs: install-dev
	@$(BIN)/python -m tools.write_docs

lock: install-dev
	@sh tools/write_locks.sh $(ARGS)

bench: install-dev
	@$(BIN)/python -m benchmarks $(ARGS)

validate: install-dev
	@POLARS_MAX_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m validation $(ARGS)

install:
	@PYTHON="$(PYTHON)" sh tools/bootstrap.sh requirements.txt

install-dev:
	@PYTHON="$(PYTHON)" sh tools/bootstrap.sh requirements-dev.txt
