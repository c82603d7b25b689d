#!/usr/bin/env python3
"""`dedup` on documents that are made to hurt, at size N and at 4N: hostile.py [--retold FILE] [--size N] [--by UNIT] [--only NAME ...]

  equal       N equal texts of 1 kB                        footer     N texts of their own, every other one with one footer
  near        N/10 texts that differ in a word             long       one text of 10 kB a thousand documents, its half, N small ones
  letter      nine runs of 'a', three of 'a a a …',        nothing    N empty texts, N of two words
              100 bytes a document each                    one id     N texts of their own under one id
  damage      N rows, every third without id, with bad UTF-8, or cut off
  plain       N texts of their own, to compare with

One line each: documents, MB, seconds of CPU at both sizes, how much more four times as many take (5 would be linear with a quarter lost to
caches), peak memory, how many were removed. The same at small size is a test (tests/laws/dedup.py).
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORDS = [a + b + c for a in ("ka", "lo", "mi", "ter", "sa", "von", "ru", "pel") for b in ("do", "sti", "ra", "nu", "be") for c in ("", "n", "l", "r", "st")]
FOOTER = "All of this page belongs to the Ellermouth Gazette and none of it may be printed again unless its owners say so in a letter."


def sentence(rng, words):
    return " ".join(rng.choice(WORDS) + rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def body(rng, paragraphs=6):
    return "\n".join(sentence(rng, 14) for _ in range(paragraphs))


def row(number, text):
    return (json.dumps({"id": "h%08d" % number, "text": text}) + "\n").encode()


def equal(n, rng):
    one = body(rng)
    for i in range(n):
        yield row(i, one)


def near(n, rng):
    one = body(rng).split(" ")
    for i in range(n // 10):
        k = rng.randrange(len(one))
        yield row(i, " ".join(one[:k] + ["word%d" % i] + one[k + 1 :]))


def footer(n, rng):
    for i in range(n):
        yield row(i, body(rng) + ("\n" + FOOTER if i % 2 else ""))


def plain(n, rng):
    for i in range(n):
        yield row(i, body(rng))


def long(n, rng):
    text = "\n".join(sentence(rng, 60) for _ in range(n // 60))
    yield row(0, text)
    yield row(1, text[: len(text) // 2])
    for i in range(n):
        yield row(i + 2, body(rng, 2))


def letter(n, rng):
    for i in range(9):
        yield row(i, "a" * (100 * n + i))
    for i in range(3):
        yield row(i + 9, "a " * (50 * n + i))


def nothing(n, rng):
    for i in range(n):
        yield row(2 * i, "")
        yield row(2 * i + 1, rng.choice(WORDS) + " " + rng.choice(WORDS))


def one_id(n, rng):
    for _ in range(n):
        yield row(1, body(rng, 2))


def damage(n, rng):
    for i in range(n):
        good = row(i, body(rng, 2))
        yield (good, good.replace(b'"id"', b'"no"'), good.replace(b". ", b".\xff\xfe "), good[: len(good) // 2] + b"\n")[i % 4 if i % 3 else 0]


SETS = {"plain": plain, "equal": equal, "near": near, "footer": footer, "long": long, "letter": letter, "nothing": nothing, "one id": one_id, "damage": damage}


def measured(retold, folder, name, n, by):
    path = os.path.join(folder, "in.jsonl")
    with open(path, "wb") as f:
        for line in SETS[name](n, random.Random(3)):
            f.write(line)
    summary = os.path.join(folder, "summary.json")
    command = [retold, "dedup", "--quiet", "--by", by, "--removed", os.devnull, "--summary", summary, "--output", os.devnull, path]
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit("%s: status %d" % (" ".join(command), os.waitstatus_to_exitcode(status)))
    with open(summary, encoding="utf8") as f:
        told = json.load(f)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, os.path.getsize(path) / 1e6, told


def main():
    ap = argparse.ArgumentParser(description="dedup on documents that are made to hurt.")
    ap.add_argument("--retold", default=os.path.join(ROOT, "build", "retold"))
    ap.add_argument("--size", type=int, default=250000)
    ap.add_argument("--by", default="document")
    ap.add_argument("--only", nargs="*", default=list(SETS))
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in a.only:
            less = measured(a.retold, folder, name, a.size, a.by)
            cpu, peak, size, told = measured(a.retold, folder, name, 4 * a.size, a.by)
            print(
                "%-8s %8d documents %7.1f MB %7.2f s %7.2f s %5.1f times %7.0f MB peak %8d removed %7d failed"
                % (name, told["documents"], size, less[0], cpu, cpu / max(less[0], 0.01), peak, told["removed"], told["failed"]),
                flush=True,
            )


if __name__ == "__main__":
    main()
