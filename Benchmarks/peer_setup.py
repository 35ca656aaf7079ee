"""The peers' Python packages, in an environment of their own."""

import subprocess
import sys
import venv

# A local wheel like 2.13.0+cpu satisfies ==2.13.0, and pip prefers it where one is at hand; otherwise the large one comes.
WANTED = {
    "numpy": "numpy",
    "drain3": "drain3",
    "onnx": "onnx",
    "onnxruntime": "onnxruntime",
    "torch": "torch==2.13.0",
}
VERSION = "import importlib.metadata, sys; __import__(sys.argv[1]); print(importlib.metadata.version(sys.argv[1]))"


class Peers:
    """`python` has what could be installed; `versions` says of each which, `missing` why not."""

    def __init__(self, directory):
        self.python = directory / "bin/python"
        self.versions, self.missing = {}, {}
        if not self.python.exists():
            venv.create(directory, with_pip=True)
        for name, package in WANTED.items():
            version = self.version(name)
            if not version:
                print(f"installing {package} ...", file=sys.stderr, flush=True)
                done = self.call("-m", "pip", "install", "-q", package)
                version = self.version(name)
                if not version:
                    said = done.stderr.strip().splitlines() or ["it cannot be imported"]
                    self.missing[name] = f"pip could not install it: {said[-1]}"
            if version:
                self.versions[name] = version

    def call(self, *words):
        return subprocess.run([str(self.python), *words], capture_output=True, text=True)

    def version(self, name):
        done = self.call("-c", VERSION, name)
        return done.stdout.strip() if done.returncode == 0 else None

    def why_not(self, *names):
        """Nil where all are there."""
        return next((self.missing[name] for name in names if name in self.missing), None)
