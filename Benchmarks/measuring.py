"""What a child process costs, and what machine this is. Standard library only."""

import datetime
import json
import os
import platform
import resource
import subprocess
import time


class Failed(Exception):
    """A command ended with an error, or could not be started."""


def run(command, output, environment=None):
    """Runs a command with its output to a file: {cpu_seconds (user and system, all threads), wall_seconds}."""
    with open(output, "wb") as out, open(str(output) + ".errors", "w+b") as errors:
        start = time.perf_counter()
        try:
            child = subprocess.Popen([str(word) for word in command], stdout=out, stderr=errors, env=environment)
        except OSError as error:
            raise Failed(f"{command[0]}: {error.strerror}")
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().splitlines() or ["nothing said"]
            raise Failed(f"{os.path.basename(str(command[0]))} ended with {child.returncode}: {said[-1]}")
    return {"cpu_seconds": usage.ru_utime + usage.ru_stime, "wall_seconds": wall}


def figures(command, output):
    """The JSON that a measuring program prints in its last line."""
    run(command, output)
    with open(output) as file:
        return json.loads(file.read().splitlines()[-1])


def rounds(count, commands, output, patience_seconds=120):
    """Runs the commands one after the other, `count` times over, so that what disturbs the machine disturbs all; fewer
    times where that takes longer than the patience.
    commands: name -> command. Returns name -> list of what run() says."""
    found = {name: [] for name in commands}
    start = time.monotonic()
    for done in range(count):
        if done > 0 and time.monotonic() > start + patience_seconds * done / count:
            break
        for name, command in commands.items():
            found[name].append(run(command, output))
    return found


def best(runs, key):
    return min(one[key] for one in runs)


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def allow_files(count):
    """Raises the number of files that children may hold open."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise Failed(f"a process may open {hard} files, and {count} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def machine():
    with open("/proc/cpuinfo") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    with open("/proc/meminfo") as file:
        memory = next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemTotal"))
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_bytes": memory,
        "kernel": platform.release(),
        "load_before": os.getloadavg()[0],
    }


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")


def said_by(*command):
    """The first line that a command prints; nil where it cannot be run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return None
