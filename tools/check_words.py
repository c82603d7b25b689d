#!/usr/bin/env python3
"""No tracked file holds a path of one machine, the host of a package registry, or a mark of something left open."""
import os
import re

import checking

RULES = [
    (re.compile(r"(?<![\w.])/(?:work|farm|root|home/\w+)/"), "path of one machine"),
    (
        re.compile(
            r"\b(?:pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|crates[.]io|proxy[.]golang[.]org|maven[.]org|"
            r"deb[.]debian[.]org|archive[.]ubuntu[.]com)\b"
        ),
        "host of a package registry",
    ),
    (re.compile(r"\b(?:TO" r"DO|FIX" r"ME)\b"), "mark of something left open"),
]


def problems(root):
    found = []
    for path in checking.tracked(root):
        with open(os.path.join(root, path), "rb") as f:
            raw = f.read()
        if b"\0" in raw:
            continue
        for number, line in enumerate(raw.decode("utf8", "replace").split("\n"), 1):
            for rule, what in RULES:
                hit = rule.search(line)
                if hit:
                    found.append("%s:%d: %s: %s" % (path, number, what, hit.group()))
    return found


if __name__ == "__main__":
    checking.report(problems(checking.ROOT), "words")
