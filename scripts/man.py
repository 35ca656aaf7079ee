#!/usr/bin/env python3
"""Writes the man pages: of the command and each subcommand from its own help, of the configuration from the comments of
etc/blockwatch.yaml, of the alert from its schema. So they say what the program says.

usage: man.py BLOCKWATCH DIRECTORY
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEE = [("blockwatch", 1), ("blockwatch.yaml", 5), ("blockwatch-alert", 5), ("journalctl", 1), ("systemctl", 1)]


def escaped(text):
    """Text as roff takes it: no line of it is a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", text)


def quoted(text):
    return '"' + escaped(text).replace('"', "\\(dq") + '"'


class Page:
    def __init__(self, name, section, summary, version, date):
        self.name, self.section = name, section
        title = f'.TH "{name.upper()}" {section} "{date}" "blockwatch {version}" "blockwatch"'
        self.lines = [title, ".SH NAME", f"{escaped(name)} \\- {escaped(summary[:1].lower() + summary[1:])}"]

    def heading(self, title):
        self.lines.append(f".SH {quoted(title)}")

    def paragraph(self, text):
        self.lines += [".PP", escaped(text)]

    def roff(self, line):
        self.lines.append(line)

    def item(self, term, text):
        """term: roff already."""
        self.lines += [".TP", term, escaped(text)]

    def see_also(self, others):
        self.heading("SEE ALSO")
        names = [f"\\fB{escaped(name)}\\fR({section})" for name, section in others if name != self.name]
        self.lines.append(", ".join(names))

    def write(self, directory):
        (directory / f"{self.name}.{self.section}").write_text("\n".join(self.lines) + "\n")


def spelled(name):
    return ("--" if name["kind"] == "long" else "-") + name["name"]


def shown(command):
    return [one for one in command.get("arguments", []) if one["shouldDisplay"]]


def value(argument):
    return f"\\fI{escaped(argument['valueName'].upper())}\\fR"


def synopsis(command, words):
    parts = [f"\\fB{escaped(words)}\\fR"]
    for one in shown(command):
        if one["kind"] == "positional":
            text = value(one)
        elif one["preferredName"]["name"] in ("help", "version"):
            continue
        else:
            text = f"\\fB{escaped(spelled(one['preferredName']))}\\fR"
            text += "" if one["kind"] == "flag" else " " + value(one)
        text += " ..." if one["isRepeating"] else ""
        parts.append(f"[{text}]" if one["isOptional"] else text)
    return " ".join(parts)


def options(page, command):
    page.heading("OPTIONS")
    for one in shown(command):
        if one["kind"] == "positional":
            term = value(one)
        else:
            names = ", ".join(f"\\fB{escaped(spelled(name))}\\fR" for name in one["names"])
            term = names + ("" if one["kind"] == "flag" else " " + value(one))
        text = one.get("abstract", "")
        if one.get("defaultValue") and one["kind"] != "flag":
            text += f" Default: {one['defaultValue']}."
        if one.get("allValues"):
            text += " One of " + ", ".join(one["allValues"]) + "."
        page.item(term, text.strip() or "See above.")


def exit_status(page, command=None):
    """From the enumeration in the source, whose comments say what each code means, and in parentheses which commands
    alone end with it."""
    source = (ROOT / "Sources/Records/Fault.swift").read_text()
    body = source[source.index("enum ExitCode") :]
    page.heading("EXIT STATUS")
    for comment, number in re.findall(r"/// ([^\n]+)\n\s*case \w+ = (\d+)", body[: body.index("\n}")]):
        only = re.search(r" \(([a-z, ]+)\)\.$", comment)
        if command is None or not only:
            page.item(number, comment)
        elif command in only[1].split(", "):
            page.item(number, comment[: only.start()] + ".")


def command_pages(help_text, new, directory):
    root = help_text["command"]
    commands = [one for one in root["subcommands"] if one["shouldDisplay"] and one["commandName"] != "help"]
    page = new("blockwatch", 1, root["abstract"].rstrip("."))
    page.heading("SYNOPSIS")
    page.roff("\\fBblockwatch\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]")
    page.heading("DESCRIPTION")
    page.paragraph(
        "Follows the logs of a cluster's DataNodes and NameNode, groups their lines by block, judges each block's events "
        "with a small recurrent network, and raises an alert for each block that does not live as blocks do. Data goes to "
        "standard output, everything else to standard error."
    )
    page.heading("COMMANDS")
    for one in commands:
        page.item(f"\\fBblockwatch\\-{escaped(one['commandName'])}\\fR(1)", one["abstract"])
    options(page, root)
    exit_status(page)
    page.heading("FILES")
    for path, text in FILES:
        page.item(f"\\fI{escaped(path)}\\fR", text)
    page.heading("ENVIRONMENT")
    page.item("\\fBNO_COLOR\\fR", "No colours, also on a terminal.")
    page.item("\\fBBLOCKWATCH_*\\fR", "Override keys of the configuration: see blockwatch.yaml(5).")
    page.see_also(SEE)
    page.write(directory)
    for one in commands:
        name = one["commandName"]
        page = new(f"blockwatch-{name}", 1, one["abstract"].rstrip("."))
        page.heading("SYNOPSIS")
        page.roff(synopsis(one, f"blockwatch {name}"))
        page.heading("DESCRIPTION")
        page.paragraph(one["abstract"])
        if one.get("discussion"):
            page.paragraph(one["discussion"])
        options(page, one)
        exit_status(page, name)
        page.see_also(SEE)
        page.write(directory)


FILES = [
    ("/etc/blockwatch/blockwatch.yaml", "The configuration."),
    ("/usr/share/blockwatch/", "The model and the templates that come with blockwatch."),
    ("/var/log/blockwatch/alerts.jsonl", "The alerts, one JSON object a line."),
    ("/var/lib/blockwatch/", "Checkpoints."),
    ("/run/blockwatch/control.sock", "Where blockwatch status asks."),
]


def configuration_page(new, directory):
    page = new("blockwatch.yaml", 5, "the configuration of blockwatch")
    page.heading("DESCRIPTION")
    section, comment, seen_key = "", [], False
    for line in (ROOT / "etc/blockwatch.yaml").read_text().splitlines():
        text = line.strip()
        if text.startswith("#"):
            comment.append(text.lstrip("# "))
        elif not text:
            if comment and not seen_key:
                words = " ".join(comment).removeprefix("blockwatch: ")
                page.paragraph(words[:1].upper() + words[1:])
                page.heading("KEYS")
            comment = []
        elif not line.startswith(" "):
            section, seen_key = text.rstrip(":"), True
        else:
            key, _, default = text.partition(":")
            default = default.strip()
            words = " ".join(comment) + (f" Default: {default}." if default else "")
            page.item(f"\\fB{escaped(section)}.{escaped(key)}\\fR", words)
            comment = []
    page.see_also(SEE)
    page.write(directory)


def alert_page(new, directory):
    schema = json.loads((ROOT / "etc/alert.schema.json").read_text())
    page = new("blockwatch-alert", 5, "a line of blockwatch's alerts file")
    page.heading("DESCRIPTION")
    page.paragraph("UTF-8, one JSON object a line. " + schema["description"])
    page.heading("KEYS")
    properties(page, schema, schema["properties"], "")
    page.see_also(SEE)
    page.write(directory)


def properties(page, schema, members, prefix):
    for name, one in members.items():
        page.item(f"\\fB{escaped(prefix + name)}\\fR", one.get("description", "") + choices(one))
        inner = one.get("items", one)
        if "properties" in inner:
            properties(page, schema, inner["properties"], prefix + name + ("[]." if "items" in one else "."))


def choices(one):
    if "const" in one:
        return f" Always {one['const']}."
    return ""


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip().splitlines()[-1])
    binary, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    directory.mkdir(parents=True, exist_ok=True)
    run = lambda *words: subprocess.run([binary, *words], capture_output=True, text=True, check=True).stdout
    version = run("--version").strip()
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", datetime.datetime.now().timestamp()))
    date = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).date()
    new = lambda name, section, summary: Page(name, section, summary, version, date)
    command_pages(json.loads(run("--experimental-dump-help")), new, directory)
    configuration_page(new, directory)
    alert_page(new, directory)


main()
