# The two commands a newcomer needs. All they need is python3 >= 3.11, git and make.
PORT ?= 8000
export PORT

.PHONY: demo demo-reset test

demo: ## Serve the demonstration on 127.0.0.1:$(PORT)
	@scripts/demo

demo-reset: ## Build the demonstration portfolio anew, then serve it
	@scripts/demo --reset

test: ## Run everything that has a test
	@scripts/test
