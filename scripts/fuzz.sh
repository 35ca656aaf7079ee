#!/bin/sh
# Runs the fuzz targets one after the other, or those named; `make fuzz` builds and calls this. FUZZ_SECONDS is the time
# for each, 60 if not set. Inputs that reach something new are kept in .fuzz/corpus for the next time, those that find
# something in .fuzz/findings; to run one of them again, name its file behind the target.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
fuzz=$root/.build-fuzz/release/fuzz
work=$root/.fuzz
export SWIFT_BACKTRACE=enable=no
# A large quarantine and deep stacks of each allocation halve the speed.
export ASAN_OPTIONS=quarantine_size_mb=8:malloc_context_size=2
# What targets write is written in memory.
TMPDIR=$(mktemp -d /dev/shm/blockwatch-XXXXXX)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
if [ $# -eq 2 ] && [ -f "$2" ]; then
    BLOCKWATCH_FUZZ_TARGET=$1 "$fuzz" "$2"
    exit
fi
[ $# -gt 0 ] || set -- lines templates configuration checkpoint raised model tables gzip alerts pages pipeline
failed=
for target; do
    mkdir -p "$work/corpus/$target" "$work/seeds/$target" "$work/findings/$target"
    echo "$target, ${FUZZ_SECONDS:-60} s"
    BLOCKWATCH_FUZZ_TARGET=$target BLOCKWATCH_FUZZ_SEEDS=$work/seeds/$target "$fuzz" \
        -max_total_time="${FUZZ_SECONDS:-60}" -max_len=4096 -timeout=60 -report_slow_units=30 \
        -rss_limit_mb=1024 -detect_leaks=0 -use_value_profile=1 \
        -dict="$work/seeds/$target.dictionary" -artifact_prefix="$work/findings/$target/" -print_final_stats=1 \
        "$work/corpus/$target" "$work/seeds/$target" >"$work/$target.log" 2>&1 || failed="$failed $target"
    grep -E 'DONE|Fatal error|^==|number_of_executed_units|Test unit written' "$work/$target.log" || true
done
[ -z "$failed" ] || { echo "found something:$failed; see .fuzz/*.log and .fuzz/findings" >&2; exit 1; }
