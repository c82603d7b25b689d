#!/usr/bin/env python3
"""The founding case, where it lies beside the project: one story, two copies in one family, the retelling in another, and what
the story page has to tell of them: quotes over spellings and cuts, chains of sources, the timeline, what only one of them says.

usage: check_seeds.py RETOLD FOLDER     (exit status 77, which ctest calls skipped, where there is no FOLDER)
"""
import json
import os
import subprocess
import sys
import tempfile


def rows(*command):
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def tellings_of(story):
    """Number of each seed's telling, by its first three digits: the print copy has an agency and a date, the retelling another title."""
    numbers = {}
    for t in story["tellings"]:
        article = t["article"]
        numbers["002" if "spoke out" in article["title"] else "001" if article["date"] else "000"] = t["telling"]
    assert set(numbers) == {"000", "001", "002"}, numbers
    return numbers


def quote_that(story, words):
    found = [q for q in story["quotes"] if any(words in v["text"] for v in q["variants"])]
    assert len(found) == 1, "%s: in %d quotes" % (words, len(found))
    return found[0]


def check_quotes(story, number):
    lavrov = quote_that(story, "There have been telephone")
    assert [v["telling"] for v in lavrov["variants"]] == sorted(number.values()), lavrov
    assert "cut" in next(v for v in lavrov["variants"] if v["telling"] == number["002"])["flags"]
    peskov = quote_that(story, "We continue to favor restraint")
    assert peskov is quote_that(story, "we continue to support restraint") and len(peskov["variants"]) == 3, peskov
    assert lavrov["speaker"]["name"] == "Sergei Lavrov" and peskov["speaker"]["name"] == "Dmitry Peskov"
    assert sum("Lavrov" in p["name"] for p in story["persons"]) == 1, "one person despite spellings"
    officials = quote_that(story, "small drones")
    assert officials["speaker"]["name"] == "Iranian officials" and [v["name"] for v in officials["via"]] == ["New York Times"], officials
    assert {v["telling"] for v in officials["variants"]} == {number["000"], number["001"]}
    names = " | ".join(p["name"] for p in story["persons"])
    assert all(name in names for name in ("Tasnim", "Western media", "Iran's state media")), names


def happening_that(story, words, telling):
    found = [h for h in story["timeline"] for m in h["mentions"] if m["telling"] == telling and words in m["words"]]
    assert found, "not on the timeline: " + words
    return found[0]


def check_timeline(story, number):
    consulate = happening_that(story, "consulate in Damascus", number["001"])
    assert consulate is happening_that(story, "consulate in Damascus", number["002"]) and not consulate["conflict"]
    assert consulate["begin"].startswith("2024-04-01") and consulate["end"].startswith("2024-04-02")
    strike = happening_that(story, "overnight Friday", number["001"])
    assert strike is happening_that(story, "on the night of April 18", number["002"]) and not strike["conflict"]
    assert strike["begin"] >= "2024-04-18" and strike["end"] <= "2024-04-20"
    assert "2024-04-09" < happening_that(story, "large-scale airstrike", number["002"])["begin"] < "2024-04-16"
    assert happening_that(story, "on April 15", number["002"])["begin"].startswith("2024-04-15")
    said = happening_that(story, "Lavrov said Friday", number["001"])
    assert said["said"] and said["begin"].startswith("2024-04-19"), said
    dates = {t["telling"]: t["date"] for t in story["tellings"]}
    assert dates[number["000"]]["reason"] == "copy" and dates[number["002"]]["reason"] == "story" and dates[number["001"]]["reason"] == "own"


def check_statements(story, number):
    only = {seeds: " ".join(s["text"] for s in story["statements"] if {c["telling"] for c in s["cells"]} == {number[k] for k in seeds})
            for seeds in (("002",), ("000", "001"))}
    for words in ("Tasnim", "Atomic Energy Agency", "nuclear doctrine", "air defense"):
        assert words in only["002",], "not seen as only in the retelling: " + words
    for words in ("killed seven", "small drones", "New York Times"):
        assert words in only["000", "001"], "not seen as left out by the retelling: " + words


def main():
    retold, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    if not os.path.isdir(folder):
        sys.exit(77)
    with tempfile.TemporaryDirectory() as work:
        store = os.path.join(work, "store")
        subprocess.run([retold, "add", "--quiet", store, folder], check=True)
        stories = rows(retold, "list", store, "stories", "--json")
        assert len(stories) == 1 and stories[0]["articles"] == 3, stories
        story = rows(retold, "tell", store, stories[0]["id"], "--json")[0]
        shown = [rows(retold, "show", store, a["id"], "--json")[0] for a in rows(retold, "list", store, "articles", "--json")]
    by_name = {os.path.basename(a["fetches"][0]["file"])[:3]: a for a in shown}
    raw, printed, retelling = (by_name[k] for k in ("000", "001", "002"))
    assert raw["family"] == printed["family"] != retelling["family"]
    shared = [p for p in raw["passages"] if {p["a"], p["b"]} == {raw["id"], printed["id"]}]
    for article, side in ((raw, "a"), (printed, "b")):
        spans = [p[side + "_span"] if p[side] == article["id"] else p["ab"[side == "a"] + "_span"] for p in shared]
        covered = sum(end - begin for begin, end in spans)
        assert covered >= 0.98 * len(article["text"].encode()), "passages cover %d bytes of %s" % (covered, article["id"])
    number = tellings_of(story)
    check_quotes(story, number)
    check_timeline(story, number)
    check_statements(story, number)
    for edge in raw["edges"]:
        assert edge["from"] is None or edge["reasons"], "a direction without a reason"


if __name__ == "__main__":
    main()
