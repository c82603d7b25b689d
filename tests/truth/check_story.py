#!/usr/bin/env python3
"""Compares the stories that retold tells of examples/pages with examples/TRUTH.json: quotes with their tellings and speakers,
dated happenings, and what the tellings say differently. The truth was written by hand before any code saw the pages.

usage: check_story.py RETOLD [--show]

known_story.txt lists what does not hold yet, a line each: "PART ID why". A difference that it doesn't list fails, and so does a
line of it that holds after all.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, "..", "..", "examples")


def rows(*command):
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def words(text):
    return re.findall(r"\w+", text.lower())


def key_of(page):
    return page["file"] + ("#" + page["row"] if page.get("row") else "")


def told(retold, truth):
    """The stories as retold tells them, and for each article's id which page of the truth it is."""
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store")
        subprocess.run([retold, "add", "--quiet", store, os.path.join(EXAMPLES, "pages")], check=True)
        stories = [rows(retold, "tell", store, s["id"], "--json")[0] for s in rows(retold, "list", store, "stories", "--json")]
        shown = [rows(retold, "show", store, a["id"], "--json")[0] for a in rows(retold, "list", store, "articles", "--json")]
    taken = {}
    for article in shown:
        name = os.path.basename(article["fetches"][0]["file"])
        pages = [p for p in truth["pages"] if os.path.basename(p["file"]) == name]
        page = max(pages, key=lambda p: len(set(words(p["title"])) & set(words(article["title"]))))
        taken[article["id"]] = key_of(page)
    return stories, taken


def overlaps(text, parts):
    """At least half of the words of what the truth has, found in their order of pairs."""
    have = set(zip(words(text), words(text)[1:]))
    want = [pair for part in parts for pair in zip(words(part), words(part)[1:])]
    return want and sum(pair in have for pair in want) >= len(want) / 2


def check_quotes(truth, stories, taken):
    texts = {}
    for page in truth["pages"]:
        for quote in page["quotes"]:
            texts[quote["id"], key_of(page)] = quote["text"]
    for quote in truth["quotes"]:
        found, missing = {}, []
        for page in quote["tellings"]:
            hits = [(s["id"], n) for s in stories for n, q in enumerate(s["quotes"]) for v in q["variants"]
                    if taken[s["tellings"][v["telling"] - 1]["article"]["id"]] == page and overlaps(v["text"], texts[quote["id"], page])]
            if not hits:
                missing.append(page)
            for hit in hits:
                found.setdefault(hit, set()).add(page)
        if missing:
            yield "quote", quote["id"], {"missing in": missing}
        if not found:
            continue
        best = max(found, key=lambda h: len(found[h]))
        if len(found[best]) < len(quote["tellings"]) - len(missing):
            yield "one-quote", quote["id"], {"apart": sorted(set(quote["tellings"]) - found[best] - set(missing))}
        told_quote = next(s for s in stories if s["id"] == best[0])["quotes"][best[1]]
        name = (told_quote["speaker"] or {}).get("name")
        if words(name or "") != [w for n, w in enumerate(words(quote["speaker"])) if n or w != "the"]:
            yield "speaker", quote["id"], {"found": name, "true": quote["speaker"]}


def cut(story, number, span):
    """Bytes of the text of a telling."""
    return story["tellings"][number - 1]["article"]["text"].encode()[span[0]:span[1]].decode()


def page_of(story, taken, number):
    return taken[story["tellings"][number - 1]["article"]["id"]]


def check_happenings(truth, stories, taken):
    for story in truth["stories"]:
        for n, happening in enumerate(story["happenings"], 1):
            name, found, missing = "%s-h%d" % (story["id"], n), {}, []
            for told_so in happening["told"]:
                for page in told_so["tellings"]:
                    hits = [(s["id"], k) for s in stories for k, h in enumerate(s["timeline"]) for m in h["mentions"]
                            if m["time"] and page_of(s, taken, m["telling"]) == page and overlaps(cut(s, m["telling"], m["sentence"]), [told_so["in"]])
                            and set(words(told_so["expression"])) & set(words(m["time_words"]))]
                    if not hits:
                        missing.append([page, told_so["expression"]])
                    for hit in hits:
                        found.setdefault(hit, set()).add(page)
            if missing:
                yield "happening", name, {"what": happening["what"], "missing": missing}
            if not found:
                continue
            best = max(found, key=lambda h: len(found[h]))
            rest = set().union(*found.values()) - found[best]
            if rest:
                yield "one-happening", name, {"what": happening["what"], "apart": sorted(rest)}
            line = next(s for s in stories if s["id"] == best[0])["timeline"][best[1]]
            true = happening["date"].replace("-SU", "-06")
            if not line["begin"].startswith(true):
                yield "date", name, {"what": happening["what"], "found": line["begin"], "true": happening["date"]}


def check_differences(truth, stories, taken):
    for story in truth["stories"]:
        for n, difference in enumerate(story["differences"], 1):
            best = 0
            for s in stories:
                for row in s["statements"]:
                    groups = {k for k, value in enumerate(difference["values"]) for c in row["cells"]
                              if page_of(s, taken, c["telling"]) in value["tellings"] and overlaps(cut(s, c["telling"], c["span"]), [value["words"]])}
                    differs = any(c["kind"] == "differs" for c in row["cells"])
                    best = max(best, len(groups) if differs else 0)
            if best < len(difference["values"]):
                yield "difference", "%s-d%d" % (story["id"], n), {"what": difference["what"], "values": len(difference["values"]), "in one row": best}


def main():
    with open(os.path.join(EXAMPLES, "TRUTH.json"), encoding="utf8") as f:
        truth = json.load(f)
    with open(os.path.join(HERE, "known_story.txt"), encoding="utf8") as f:
        known = {tuple(line.split()[:2]) for line in f if line.strip() and not line.startswith("#")}
    stories, taken = told(os.path.abspath(sys.argv[1]), truth)
    seen, bad = set(), 0
    found = [row for check in (check_quotes, check_happenings, check_differences) for row in check(truth, stories, taken)]
    for part, name, what in found:
        seen.add((part, name))
        new = (part, name) not in known
        bad += new
        if new or "--show" in sys.argv:
            print("%s %s%s %s" % (part, name, "" if new else " (known)", json.dumps(what, ensure_ascii=False)))
    for part, name in sorted(known - seen):
        print("%s %s holds: take it out of known_story.txt" % (part, name))
        bad += 1
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
