#!/usr/bin/env python3
"""Writes the files of a folder as one C source: embed.py OUT.c FILE..."""
import os
import sys


def main():
    out, files = sys.argv[1], sorted(sys.argv[2:], key=os.path.basename)
    parts = ['#include "base/data.h"\n']
    rows = []
    for n, path in enumerate(files):
        raw = open(path, "rb").read()
        lines = [",".join(str(b) for b in raw[i : i + 64]) for i in range(0, len(raw), 64)]
        parts.append("static const unsigned char file_%d[] = {\n%s,0};\n" % (n, ",\n".join(lines) or "0"))
        rows.append('    {"%s", (const char *)file_%d, %d},\n' % (os.path.basename(path), n, len(raw)))
    parts.append("const data_entry data_entries[] = {\n%s};\n" % "".join(rows))
    parts.append("const size_t data_entry_count = %d;\n" % len(files))
    with open(out, "w", encoding="utf8") as f:
        f.write("".join(parts))


if __name__ == "__main__":
    main()
