#!/bin/sh
# The real daemon on a log that is being written: the demo fixture, fed line by line. `make demo` builds and calls this.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
blockwatch=$root/.build/release/blockwatch
work=$root/demo
rm -rf "$work"
mkdir -p "$work/logs"
cat >"$work/blockwatch.yaml" <<EOF
input: {files: [$work/logs/hdfs.log], start: beginning}
alerts: {file: $work/alerts.jsonl}
state: {directory: $work/state, checkpoint_every: 1s}
control: {socket: $work/control.sock}
EOF
: >"$work/logs/hdfs.log"

echo "Starting the daemon on $work/logs/hdfs.log, which is empty so far."
"$blockwatch" run --config "$work/blockwatch.yaml" 2>"$work/daemon.log" &
daemon=$!
trap 'kill $daemon 2>/dev/null || true' EXIT
waited=0
while [ ! -e "$work/alerts.jsonl" ]; do
    kill -0 $daemon 2>/dev/null || { cat "$work/daemon.log" >&2; exit 1; }
    waited=$((waited + 1))
    [ $waited -lt 600 ] || { echo "the daemon did not come up within a minute" >&2; exit 1; }
    sleep 0.1
done

echo "Feeding $(wc -l <"$root/fixtures/demo/hdfs.log") lines, one by one. Alerts as they land in alerts.jsonl:"
tail --pid=$daemon -n +1 -F "$work/alerts.jsonl" 2>/dev/null |
    sed -un 's/.*"state":"\([a-z]*\)".*"score":\([0-9.e-]*\).*"severity":"\([a-z]*\)","reason":"\([^"]*\)".*/  \1, \3, score \2: \4/p' &
n=0
while IFS= read -r line; do
    printf '%s\n' "$line"
    n=$((n + 1))
    [ $((n % 500)) -ne 0 ] || sleep 0.5
done <"$root/fixtures/demo/hdfs.log" >>"$work/logs/hdfs.log"
# Five hours later by the log's own stamps: every block has been silent long enough to be judged.
echo "240301 200000 1 INFO dfs.DataNode: a line that names no block, to let the log's clock go on" >>"$work/logs/hdfs.log"

expected=$(grep -c . "$root/fixtures/demo/alerts.jsonl")
waited=0
while [ "$(grep -c . "$work/alerts.jsonl")" -lt "$expected" ] && [ $waited -lt 600 ]; do
    waited=$((waited + 1))
    sleep 0.1
done
sleep 1
kill -TERM $daemon
wait $daemon
trap - EXIT

echo
echo "The daemon: $(sed -n 's/^info: stopped; //p' "$work/daemon.log")."
awk -F '"' '/"state":"firing"/ {for (i = 1; i < NF; i++) if ($i == "block") fired[$(i + 2)] = 1}
    /"state":"resolved"/ {for (i = 1; i < NF; i++) if ($i == "block") delete fired[$(i + 2)]}
    END {for (block in fired) print block}' "$work/alerts.jsonl" | sort >"$work/found"
awk -F , '$2 == "Anomaly" {print $1}' "$root/fixtures/demo/labels.csv" | sort >"$work/abnormal"
echo "Against the fixture's labels: $(wc -l <"$work/abnormal") blocks are abnormal, $(comm -12 "$work/found" "$work/abnormal" | wc -l) of them were found," \
    "$(comm -13 "$work/found" "$work/abnormal" | wc -l) missed; $(comm -23 "$work/found" "$work/abnormal" | wc -l) false alarms."
echo "What it wrote is in $work: alerts.jsonl, daemon.log, state."
