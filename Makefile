# `make help` lists what there is. Needed: Python 3.11 or newer and make; nothing else.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
# Tests at once: `make test WORKERS=8` on a machine with more cores.
WORKERS ?= 2
LANGUAGES := -l en -l pt_BR
# A deployment's settings with nothing secret in them, for the deploy check.
DEPLOYED := DJANGO_SETTINGS_MODULE=somosnlp.settings.production ALLOWED_HOSTS=example.org \
	SITE_URL=https://example.org DATABASE_URL=postgres:///unused REDIS_URL=redis://127.0.0.1:6379/0 \
	SECRET_KEY=only-for-the-deploy-check-ab12cd34ef56gh78ij90kl12mn34op56 OUTBOX_KEYS=only-for-the-deploy-check

.PHONY: help run test check ci lint browser bench lock messages fmt
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(INSTALLED) ## Set everything up and run the platform on http://127.0.0.1:8000 (PORT= another)
	@exec $(BIN)/python manage.py up

test: $(INSTALLED) ## Pass the tests (own PostgreSQL and Valkey), with branch coverage
	$(BIN)/pytest tests --ignore=tests/e2e -n $(WORKERS) --cov

check: lint browser ## Format, lint, types, import contracts, deploy check, translations, browser tests
	$(BIN)/pytest tests/architecture/test_translations.py

ci: ## What a change has to pass: the tests, then the checks
	@$(MAKE) --no-print-directory --jobs=2 test lint
	@$(MAKE) --no-print-directory browser

lint: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint templates somosnlp/local/templates
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(DEPLOYED) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(DEPLOYED) $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

browser: $(INSTALLED)
	$(BIN)/pytest tests/e2e -n $(WORKERS)

bench: $(INSTALLED) ## Measure beside a bare Django app (15 minutes); tables under benchmarks/results/
	$(BIN)/python -m benchmarks.run

lock: $(INSTALLED) ## Renew the exact versions in requirements.lock and requirements-image.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --all-extras --no-header \
		--no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --constraint requirements.lock pyproject.toml -o requirements-image.lock

messages: $(INSTALLED) ## Collect the texts to translate into locale/ and compile them (needs gettext)
	DJANGO_SETTINGS_MODULE=somosnlp.settings.local $(BIN)/python manage.py makemessages $(LANGUAGES) \
		--no-obsolete --add-location file --ignore .venv --ignore tests --ignore staticfiles --ignore benchmarks
	$(BIN)/python -m somosnlp.local.catalogues locale locale/overrides

fmt: $(INSTALLED) ## Format Python and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(INSTALLED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed and '$(PYTHON)' is not: name one, PYTHON=/path/to/python3.11"; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv || { \
		rm -rf .venv; echo "No virtual environment: install Python's venv (Debian, Ubuntu: python3-venv)"; exit 1; }
	@echo "Installing the packages of requirements.lock ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		--no-compile -r requirements.lock
	@touch $@
