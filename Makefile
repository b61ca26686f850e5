# Everything a newcomer types. Needs Python 3.11 or newer, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# EXTRAS=dev,ocr,local adds recognition of scans and GGUF models
EXTRAS ?= dev
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := run
.PHONY: run test check evaluate format bench clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新版本 (Python 3.11 or newer is needed)")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt -e '.[$(EXTRAS)]'
	touch $@

run: $(STAMP)  ## install, load the sample newspaper into the library, serve the page
	$(BIN)/assistant ingest sample/pages
	$(BIN)/assistant serve

test: $(STAMP)  ## install and run the tests
	$(BIN)/python -m pytest

check: $(STAMP)  ## the four checks
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest

# Answers without a chat model, whatever .env says: the same everywhere. docs/metrics.md defines the metrics.
EVALUATE := ASSISTANT_HOME=.evaluation ASSISTANT_CHAT_MODEL= ASSISTANT_JUDGE_MODEL= $(BIN)/assistant
LIMITS := hit@5=0.98 fact_recall=0.80 number_accuracy=0.95 citation_precision=0.97 citation_recall=0.95 refusal_f1=0.9
DROPS := hit@1 ndcg@10 passage_recall@5 dense_recall@10 lexical_recall@10 fact_recall number_accuracy date_accuracy \
	conflict_handling correction_handling citation_precision citation_recall faithfulness refusal_f1

evaluate: $(STAMP)  ## the stored questions over the sample newspaper, held against evals/baseline.json
	rm -rf .evaluation
	$(EVALUATE) ingest sample/pages
	$(EVALUATE) evaluate evals/questions.jsonl --baseline evals/baseline.json --report .evaluation/report \
		$(LIMITS:%=--fail-under %) $(DROPS:%=--fail-on-drop %) $(ARGS)

format: $(STAMP)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(STAMP)  ## measure; ARGS="--only ingest latency" some of it, ARGS=--quick a little of everything
	$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) .evaluation .mypy_cache .ruff_cache .pytest_cache .hypothesis
