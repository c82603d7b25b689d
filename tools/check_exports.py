#!/usr/bin/env python3
"""What a library shows to its users is what include/retold declares: check_exports.py LIBRARY...

A shared library exports exactly the declared functions; a static one has exactly them as global names.
"""
import subprocess
import sys

import checking


def shown(library):
    """Names that a library defines for others."""
    command = ["nm", "--defined-only", "-g"] + ([] if library.endswith(".a") else ["-D"]) + [library]
    rows = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return {row.split()[2] for row in rows if len(row.split()) == 3}


def declared(root):
    names = set()
    for path in checking.files(root, ("include/retold",), (".h",)):
        names |= {f.name for f in checking.functions(checking.read(root, path))}
    return names


def compare(library, names, wanted):
    found = ["%s: %s is shown but not declared in include/retold" % (library, n) for n in sorted(names - wanted)]
    return found + ["%s: %s is declared in include/retold but not there" % (library, n) for n in sorted(wanted - names)]


def problems(root, libraries):
    wanted = declared(root)
    return [p for library in libraries for p in compare(library, shown(library), wanted)]


if __name__ == "__main__":
    checking.report(problems(checking.ROOT, sys.argv[1:]), "exports")
