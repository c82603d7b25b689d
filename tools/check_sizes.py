#!/usr/bin/env python3
"""C files have at most 800 lines, functions at most 90, and half of all functions at most 20 (ctags measures them)."""
import json
import os
import statistics
import subprocess

import checking

FILE_LINES, FUNCTION_LINES, HALF_LINES = 800, 90, 20


def measure(root, paths):
    """(path, line, name, lines) of each function."""
    command = ["ctags", "--output-format=json", "--fields=+ne", "--kinds-C=f", "--kinds-C++=f", "-o", "-"]
    out = subprocess.run(command + paths, cwd=root, check=True, capture_output=True, text=True).stdout
    rows = [json.loads(line) for line in out.splitlines()]
    return [(r["path"], r["line"], r["name"], r["end"] - r["line"] + 1) for r in rows if "end" in r]


def problems(root):
    paths = checking.files(root, [f for f in checking.C_FOLDERS if os.path.isdir(os.path.join(root, f))], (".c", ".h", ".cc"))
    lines = {path: checking.read(root, path).count("\n") for path in paths}
    found = ["%s: %d lines, over %d" % (p, n, FILE_LINES) for p, n in lines.items() if n > FILE_LINES]
    rows = measure(root, paths)
    found += ["%s:%d: %s() has %d lines, over %d" % (p, at, name, n, FUNCTION_LINES) for p, at, name, n in rows if n > FUNCTION_LINES]
    if rows:
        half = statistics.median(n for *_, n in rows)
        if half > HALF_LINES:
            found.append("half of all functions have more than %d lines" % half)
    return found


if __name__ == "__main__":
    checking.report(problems(checking.ROOT), "sizes")
