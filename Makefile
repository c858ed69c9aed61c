# Everything is done by `python3 -m launch`, which needs no more than a Python from 3.8 on.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run build reload test lint bench eval lock

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

run: ## build what is missing, then serve the guide (PORT=8000 unless set)
	@$(PYTHON) -m launch run

build: ## build what is missing: environments, index, dialogue model
	@$(PYTHON) -m launch build

reload: ## put changed knowledge into the running guide (PORT=8000 unless set)
	@$(PYTHON) -m launch reload

test: ## all tests
	@$(PYTHON) -m launch test

lint: ## style and types
	@$(PYTHON) -m launch lint

bench: ## measures, each against a peer or a limit
	@$(PYTHON) -m launch bench

eval: ## how well messages find their matter, against peers taught the same (the first time slow)
	@$(PYTHON) -m launch eval

lock: ## resolve requirements/*.in into new pins
	@$(PYTHON) -m launch lock
