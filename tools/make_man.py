#!/usr/bin/env python3
"""Writes the man page out of the program's own help, so that the two can't differ.

usage: make_man.py RETOLD docs/man/retold.1 [--check]     (--check writes nothing and fails where the page is another)
"""
import re
import subprocess
import sys


def text_of(program, *arguments):
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def options(lines):
    for line in lines:
        name, words = re.match(r"  (-.+?)  +(.*)", line).groups()
        yield ".TP\n.B %s\n%s\n" % (roff(name), roff(words))


def command(program, name, summary):
    parts = text_of(program, "help", name).strip().split("\n\n")
    usage, details, table = parts[1].replace("usage: ", ""), parts[2:-1], parts[-1].split("\n")
    out = [".SS %s\n%s.\n.PP\n.B %s\n" % (roff(name), roff(summary[:1].upper() + summary[1:]), roff(usage))]
    out += [".PP\n%s\n" % roff(d) for d in details]
    return "".join(out) + "".join(options(table))


def main():
    program, out = sys.argv[1:3]
    version = text_of(program, "--version").split()[1]
    title, _, table, notes, status = text_of(program, "help").strip().split("\n\n")
    name, about = title.split(": ", 1)
    page = ['.TH RETOLD 1 "" "retold %s"\n' % version, ".SH NAME\nretold \\- %s\n" % roff(about)]
    page.append(".SH SYNOPSIS\n.B retold\nCOMMAND [OPTIONS] [ARGUMENTS]\n.SH DESCRIPTION\n%s\n.SH COMMANDS\n" % roff(notes))
    for line in table.split("\n"):
        page.append(command(program, *line.strip().split(None, 1)))
    page.append(".SH EXIT STATUS\n%s\n" % roff(status.split(": ", 1)[1]))
    if "--check" in sys.argv:
        with open(out, encoding="utf8") as f:
            same = f.read() == "".join(page)
        sys.exit(0 if same else "%s is not what the help says: run tools/make_man.py %s %s" % (out, program, out))
    with open(out, "w", encoding="utf8") as f:
        f.write("".join(page))


if __name__ == "__main__":
    main()
