SHARED_DIR ?= ../shared
export SHARED_DIR
SEQUENCES = $(SHARED_DIR)/data/sequences
BLOCKWATCH = .build/release/blockwatch
PACKAGES = libsystemd-dev zlib1g-dev libmd-dev pkg-config
PACKAGING = debhelper lintian python3
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

deps: ## install the Debian packages that are missing
	@pkg-config --exists libsystemd zlib libmd 2>/dev/null || { \
	    $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends $(PACKAGES); }

build: deps ## build the release binary, .build/release/blockwatch; it needs no Swift where it runs
	swift build -c release --product blockwatch --static-swift-stdlib

man: build ## the man pages, from the program's own help, the configuration's comments and the alert's schema, to .build/man
	scripts/man.py $(BLOCKWATCH) .build/man

demo: build ## the real daemon on a log that is being written
	scripts/demo.sh

package: build ## the Debian package and the tarball, in .build/package
	@{ command -v dh && command -v lintian; } >/dev/null || { $(SUDO) apt-get update -q && \
	    $(SUDO) apt-get install -qy --no-install-recommends $(PACKAGING); }
	scripts/package.sh
	lintian --allow-root --fail-on error .build/package/*.deb

test: deps ## all tests
	@# for the tests with a real journald, a real systemd, packages, time zones, a real browser, man, promtool and the alert's
	@# schema, and those that count instructions
	@{ command -v dh && command -v lintian && command -v logrotate && command -v valgrind && command -v strip && command -v chromium && command -v journalctl && command -v setcap && command -v dbus-daemon && command -v man && command -v promtool && python3 -c 'import jsonschema' && ls /usr/share/zoneinfo/Europe/Berlin; } \
	    >/dev/null 2>&1 || { $(SUDO) apt-get update -q && \
	    $(SUDO) apt-get install -qy --no-install-recommends systemd dbus libcap2-bin tzdata chromium valgrind binutils \
	        logrotate man-db prometheus python3-jsonschema $(PACKAGING); }
	@# in a folder of its own: tests build with other flags, and would undo what build made
	swift test -c release --scratch-path .build-test -Xswiftc -DFAIL_POINTS

soak: deps ## what takes long: BLOCKWATCH_SOAK_MINUTES (30) of everything that can happen to a daemon, heavy loads, fuzzing
	BLOCKWATCH_SOAK=1 swift test -c release --scratch-path .build-test -Xswiftc -DFAIL_POINTS \
	    --filter 'RandomizedTests|LoadTests'
	$(MAKE) fuzz

fuzz: deps ## hostile bytes for whatever reads bytes, FUZZ_SECONDS (60) for each of the 11 targets
	BLOCKWATCH_FUZZ=1 swift build -c release --product fuzz --scratch-path .build-fuzz \
	    --sanitize fuzzer --sanitize address -Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing
	scripts/fuzz.sh

sanitize: deps ## the tests, and the program that they start, with the address and the thread sanitizer (half an hour)
	@# XCTest leaks; the unit's sandbox keeps from a sanitizer what it needs
	ASAN_OPTIONS=detect_leaks=0 swift test -c release --sanitize address --scratch-path .build-address --skip 'UnitTests|PackageTests|rootsTranscripts|LoadTests|ManyFilesTests|aLineWithoutAnEnd'
	swift test -c release --sanitize thread --scratch-path .build-thread --skip 'UnitTests|PackageTests|rootsTranscripts|LoadTests|ManyFilesTests|aLineWithoutAnEnd'

model: twin ## train the shipped model again, bit for bit, with its twin's figures in it (two minutes)
	$(BLOCKWATCH) train --recipe production --name hdfs-v1 --seed 1 --out etc/blockwatch.safetensors \
	    --sequences $(SEQUENCES)/log_classification_train.csv --twin-figures .build/twin.json

twin: build ## train the shipped model's twin on the parts train and validation, and measure it on test
	$(BLOCKWATCH) train --recipe production --name hdfs-v1-twin --seed 1 --out .build/twin.safetensors \
	    --sequences $(SEQUENCES)/log_classification_train.csv --split $(SEQUENCES)/published_split.csv \
	    --train-parts train,validation
	$(BLOCKWATCH) evaluate --model .build/twin.safetensors --json .build/twin.json \
	    --sequences $(SEQUENCES)/log_classification_train.csv --split $(SEQUENCES)/published_split.csv --part test

laboratory: build ## the published comparison with its report, the stress tables, training speed beside PyTorch (an hour)
	$(BLOCKWATCH) compare --sequences $(SEQUENCES)/log_classification_train.csv --split $(SEQUENCES)/published_split.csv \
	    --work .build/compare --json .build/compare.json --report .build/compare.html
	python3 Benchmarks/stress.py $(BLOCKWATCH)
	python3 Benchmarks/train_speed.py $(BLOCKWATCH)

bench-build: build # what bench measures with, beside the shipped binary
	@command -v rg >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends ripgrep; } || \
	    echo "ripgrep could not be installed: its row will say so" >&2
	BLOCKWATCH_BENCH=1 swift build -c release --product bench --static-swift-stdlib --scratch-path .build-bench

bench: bench-build ## goals and measured ratios beside grep, drain3, PyTorch, ONNX Runtime; also as .build/bench.json (15 minutes at most)
	python3 Benchmarks/bench.py

bench-quick: bench-build ## the same on a tenth of the lines (3 minutes at most)
	python3 Benchmarks/bench.py --quick

fixtures: build ## make the fixtures anew
	fixtures/make.sh $(BLOCKWATCH)

lint: ## check the style of the sources
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Fuzz Benchmarks

format: ## put the sources into that style
	swift format --in-place --recursive --parallel Package.swift Sources Tests Fuzz Benchmarks

clean: ## take away everything that was built
	rm -rf .build .build-bench .build-test .build-fuzz .build-address .build-thread demo

.PHONY: help deps build man demo package test soak fuzz sanitize model twin laboratory bench-build bench bench-quick fixtures lint format clean
