#!/usr/bin/env python3
"""What `copies` promises, through the command line: copies.py RETOLD

- the same bytes for any number of threads, out of a file, of standard input, of a compressed file, of several files;
- the same families with passages and without, for any order of the rows, and for rows that the disk had to hold;
- input that is made to hurt (equal texts, one footer, one long text, one letter, one word again and again) costs time in proportion and little memory.
"""
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

FOOTER = "All of this page belongs to the Ellermouth Gazette and none of it may be printed again unless its owners say so in a letter."
ROWS = 1600  # more than the 4 MB of words that memory has room for


def paragraph(rng, words=60):
    return " ".join("%s%s" % (rng.choice("bdgklmnprst") + rng.choice("aeiou"), rng.randrange(3000)) for _ in range(words)).capitalize() + "."


def made_rows(count, seed):
    """Texts of their own, and copies: whole, shortened, with a paragraph changed, with one of another text; a third has a footer."""
    rng = random.Random(seed)
    texts, rows = [], []
    for n in range(count):
        kind = rng.randrange(12) if texts else 11
        parts = list(rng.choice(texts)) if kind < 4 else [paragraph(rng) for _ in range(6)]
        if kind == 1:
            parts = parts[:4]
        if kind == 2:
            parts[2] = paragraph(rng)
        if kind == 3:
            parts = [paragraph(rng) for _ in range(5)] + parts[:1]
        texts.append(parts)
        text = "\n".join(parts + ([FOOTER] if n % 3 == 0 else []))
        row = {"id": "d%05d" % rng.randrange(10**5) + "-%d" % n, "text": text, "outlet": "outlet %d" % (n % 9)}
        if n % 4:
            row["time"] = 1700000000 + rng.randrange(9999) * 60
        rows.append(json.dumps(row))
    return rows


class Run:
    def __init__(self, retold, work, inputs, *options, passages=True, feed=None):
        out = {name: os.path.join(work, name) for name in ("families", "passages")}
        command = [retold, "copies", "--quiet", "--families", out["families"], *options]
        if passages:
            command += ["--passages", out["passages"]]
        process = subprocess.Popen([*command, *inputs], stdin=subprocess.PIPE if feed else None)
        if feed:
            process.stdin.write(feed)
            process.stdin.close()
        _, status, used = os.wait4(process.pid, 0)
        assert status == 0, command
        self.seconds, self.megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        with open(out["families"], encoding="utf8") as f:
            self.families = f.read()
        with open(out["passages"] if passages else os.devnull, encoding="utf8") as f:
            self.passages = f.read()

    def groups(self):
        found = {}
        for line in self.families.splitlines():
            row = json.loads(line)
            found.setdefault(row["family"], set()).add(row["id"])
        return sorted(sorted(ids) for ids in found.values())


def write(work, name, rows):
    path = os.path.join(work, name)
    with open(path, "w", encoding="utf8") as f:
        f.write("".join(row + "\n" for row in rows))
    return path


def same_for_any_way(retold, work):
    rows = made_rows(ROWS, 5)
    path = write(work, "docs.jsonl", rows)
    with open(path, "rb") as f:
        data = f.read()
    with gzip.open(path + ".gz", "wb", 1) as f:
        f.write(data)
    halves = [write(work, "first.jsonl", rows[: ROWS // 2]), write(work, "second.jsonl", rows[ROWS // 2 :])]
    plain = Run(retold, work, [path], "--jobs", "1")
    assert len(plain.groups()) < ROWS * 9 // 10 and plain.passages.count("\n") > ROWS // 9, "hardly any copy: the test shows nothing"
    others = {
        "2 threads": Run(retold, work, [path], "--jobs", "2"),
        "8 threads": Run(retold, work, [path], "--jobs", "8"),
        "standard input": Run(retold, work, ["-"], "--jobs", "2", feed=data),
        "compressed": Run(retold, work, [path + ".gz"], "--jobs", "8"),
        "two files": Run(retold, work, halves, "--jobs", "1"),
    }
    for name, other in others.items():
        assert other.families == plain.families and other.passages == plain.passages, "%s: another result" % name
    assert Run(retold, work, [path], passages=False).families == plain.families, "other families without passages"
    shuffled = rows[:]
    random.Random(3).shuffle(shuffled)
    turned = Run(retold, work, [write(work, "shuffled.jsonl", shuffled)])
    assert turned.groups() == plain.groups(), "other families in another order"
    assert sorted(turned.families.splitlines()) == sorted(plain.families.splitlines())


def rows_of(texts):
    return [json.dumps({"id": "d%06d" % i, "text": text, "outlet": "o%d" % (i % 50)}) for i, text in enumerate(texts)]


def check_hurting(retold, work):
    """Four times as much costs about four times as much."""
    rng = random.Random(9)
    own = [paragraph(rng, 80) for _ in range(4000)]
    kinds = {
        "equal texts": lambda n: [own[0]] * n,
        "one footer": lambda n: ["%s\n%s" % (own[i], FOOTER) for i in range(n)],
        "one long text": lambda n: own[: n // 2] + [" ".join(own[: n // 2])],
        "one letter": lambda n: ["a" * 400 * n, "a" * 400 * n] + own[:5],
        "one word": lambda n: ["so " * 100 * n, "so " * 99 * n] + own[:5],
    }
    for name, make in kinds.items():
        few = Run(retold, work, [write(work, "few.jsonl", rows_of(make(1000)))], "--jobs", "1")
        many = Run(retold, work, [write(work, "many.jsonl", rows_of(make(4000)))], "--jobs", "1")
        assert many.seconds < 8 * few.seconds + 0.5, "%s: %.2f s, then %.2f s" % (name, few.seconds, many.seconds)
        assert many.megabytes < 4 * few.megabytes + 100, "%s: %.0f MB, then %.0f MB" % (name, few.megabytes, many.megabytes)


def main():
    retold = os.path.abspath(sys.argv[1])
    work = tempfile.mkdtemp(prefix="retold-copies-")
    try:
        same_for_any_way(retold, work)
        check_hurting(retold, work)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
