#!/usr/bin/env python3
"""Copies in scripts without spaces: makes changed Chinese and Japanese texts, and scores what retold finds.

usage: cjk.py RETOLD DOCS.jsonl.gz [--seed N] [--keep FOLDER] [--record]

DOCS.jsonl.gz are documents {"id","lang","text"} with a title and a paragraph a line, such as ../shared/eval/data/stories/ntrex24/docs.jsonl.gz.
Each text is told by an outlet, and by others in changed form:

  exact    other widths of letters, digits, and kana, other marks, blanks between scripts
  light    a headline on top, a credit below
  trunc    the first third to two thirds            drop      a fifth to two fifths of the paragraphs gone
  reorder  two blocks changed about                 edit      one character in 8 to 25 is another, or gone
  heavy    clauses changed about, a quarter of the characters others
  scanned  one character in 25 to 50 misread, blanks and line ends inside words
  update   two new paragraphs on top, of a text that is told nowhere else

Half of the outlets put text of their own above and below, and a third of the copies have another title. Some documents hold two paragraphs of another
text (lift), some the first halves of two of like length (merge).
Scores are those of the evaluation (../shared/eval/scorers/copies.py); --record puts them into results.csv as set cjk.
"""
import argparse
import collections
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import unicodedata

import update

HERE = os.path.dirname(os.path.abspath(__file__))
SCORERS = os.path.join(HERE, "..", "..", "shared", "eval", "scorers")
OPS = ("exact", "light", "trunc", "drop", "reorder", "edit", "heavy", "scanned", "update")
SHOWN = ("ARI", "pair_P", "pair_R", "singletons_kept", "reuse_P", "reuse_R", "reuse_F1", "span_P", "span_R", "span_F1", "partial_R")
SPARE = 14  # texts of each language that are told nowhere: new leads, and what lifts are put into
OUTLETS = 10
OWN = {
    "zh": ("请登录后发表评论，评论内容仅代表网友个人观点，与本站立场无关。", "责任编辑联系电话请见页脚，未经书面授权不得转载、摘编或以其他方式使用本站内容。",
           "扫描二维码下载客户端，随时随地阅读更多精彩内容，分享到微信朋友圈。", "关于我们｜广告服务｜法律声明｜网站地图｜招聘信息｜意见反馈。",
           "本网站所刊载信息，不代表本社观点，刊用本网站稿件，务经书面授权。"),
    "ja": ("この記事についてのご意見、ご感想は会員登録のうえコメント欄からお寄せください。", "当サイトに掲載の記事、写真などの無断転載を禁じます。著作権は本社またはその情報提供者に属します。",
           "アプリをダウンロードすると、速報の通知をいつでも受け取ることができます。", "会社案内｜広告掲載｜個人情報の取り扱いについて｜お問い合わせ｜サイトマップ",
           "有料会員になると、残りの記事をすべてお読みいただけます。初月は無料です。"),
}
HEAD = {"zh": "最新消息：各方继续关注事态进展", "ja": "速報：関係者の対応に注目が集まる"}
CREDIT = {"zh": "（本报综合外电报道）", "ja": "（外電をもとに本紙が構成）"}
CLAUSE = {"zh": "，", "ja": "、"}
WIDE = {c: chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F))}
HALF = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0xFF66, 0xFFA0)}
MARKS = str.maketrans("「」“”，。（）：；！？", "『』「」,．():;!?")


def wide(text, rng):
    """Other widths, other marks, blanks between scripts: the same characters to a reader."""
    text = text.translate(MARKS)
    if rng.random() < 0.5:
        text = "".join(WIDE.get(c, c) if c.isalnum() and c.isascii() else c for c in text)
    if rng.random() < 0.3:
        text = "".join("".join(HALF.get(p, p) for p in unicodedata.normalize("NFD", c)) if "ァ" <= c <= "ヶ" else c for c in text)
    out = []
    for c in text:
        if out and c.isascii() != out[-1].isascii() and c.isalnum() and out[-1].isalnum() and rng.random() < 0.7:
            out.append(" ")
        out.append(c)
    return "".join(out)


def changed(text, rng, share, letters, digits=False, gone=0.2):
    out = []
    for c in text:
        if (c.isalnum() if digits else c.isalpha()) and rng.random() < share:
            if rng.random() >= gone:
                out.append(rng.choice(letters))
        else:
            out.append(c)
    return "".join(out)


def heavy(text, rng, letters, lang):
    clauses = text.split(CLAUSE[lang])
    if len(clauses) > 2:
        i = rng.randrange(len(clauses) - 1)
        clauses[i], clauses[i + 1] = clauses[i + 1], clauses[i]
    out, text, i = [], CLAUSE[lang].join(clauses), 0
    while i < len(text):
        run = rng.randrange(2, 5)
        part = text[i : i + run]
        out.append("".join(rng.choice(letters) if c.isalpha() else c for c in part) if rng.random() < 0.25 else part)
        i += run
    return "".join(out)


def scanned(text, rng, letters):
    out = []
    for c in changed(text, rng, rng.uniform(0.02, 0.04), letters, digits=True):
        out.append(c)
        if rng.random() < 0.02:
            out.append(rng.choice(("\n", " ", "　")))
    return "".join(out)


def apply(op, parts, rng, letters, lang, spare):
    """parts: [(text, root, number)]; a part without a root is the outlet's own."""
    n = len(parts)
    each = lambda f: [(f(t), root, k) for t, root, k in parts]
    if op == "exact":
        return each(lambda t: wide(t, rng))
    if op == "light":
        return [(HEAD[lang], None, 0), *parts, (CREDIT[lang], None, 0)]
    if op == "trunc":
        return parts[: max(3, int(n * rng.uniform(0.33, 0.67)))]
    if op == "drop":
        return [p for p in parts if rng.random() > rng.uniform(0.2, 0.4)] or parts
    if op == "reorder":
        cut = rng.randrange(1, n)
        return parts[cut:] + parts[:cut]
    if op == "edit":
        share = rng.uniform(0.04, 0.12)
        return each(lambda t: changed(t, rng, share, letters))
    if op == "heavy":
        return each(lambda t: heavy(t, rng, letters, lang))
    if op == "scanned":
        return each(lambda t: scanned(t, rng, letters))
    lead = rng.choice(spare)
    return lead[:2] + parts


class Maker:
    def __init__(self, rng, lang, texts):
        self.rng, self.lang, self.docs, self.gold = rng, lang, [], []
        self.letters = [c for t in texts for c in t if c.isalnum() and not c.isascii()]
        parts = [[(line, "%s%d" % (lang, i), k) for k, line in enumerate(t.split("\n")[1:]) if line.strip()] for i, t in enumerate(texts)]
        parts = [p for p in parts if len(p) >= 4]
        self.titles = {"%s%d" % (lang, i): t.split("\n")[0] for i, t in enumerate(texts)}
        rng.shuffle(parts)
        self.spare, self.bases = parts[:SPARE], parts[SPARE:]

    def title(self, root, parts, parents):
        """That of the text; of a third of the copies another one."""
        if parents and self.rng.random() < 0.33:
            return parts[-1][0][:16]
        return self.titles[root]

    def put(self, parts, cluster, parents, op, root):
        title = self.title(root, parts, parents)
        outlet = self.rng.randrange(OUTLETS)
        own = OWN[self.lang]
        if outlet % 2 == 0:
            k = outlet // 2 % len(own)
            parts = [(own[k], None, 0), *parts, (own[(k + 1) % len(own)], None, 0), (own[(k + 2) % len(own)], None, 0)]
        name, at, segs = "%s-%04d" % (self.lang, len(self.docs)), 0, []
        for text, root, number in parts:
            size = len(text.encode())
            if root:
                segs.append([at, at + size, root, number])
            at += size + 1
        self.docs.append({"id": name, "title": title, "text": "\n".join(t for t, _, _ in parts), "outlet": "%s outlet %d" % (self.lang, outlet)})
        kind = "root" if not parents else "exact" if op == "exact" else "partial" if op in ("lift", "merge") else "near"
        self.gold.append({"id": name, "cluster": cluster or name, "parents": parents, "op": op, "kind": kind, "segs": segs})
        return name

    def make(self):
        rng, roots = self.rng, []
        for parts in self.bases:
            root = self.put(parts, parts[0][1], [], "root", parts[0][1])
            roots.append((root, parts))
            for op in rng.sample(OPS, rng.choice((0, 0, 2, 3, 4, 5))):
                self.put(apply(op, parts, rng, self.letters, self.lang, self.spare), parts[0][1], [root], op, parts[0][1])
        for host in self.spare:
            root, parts = rng.choice(roots)
            k = rng.randrange(len(parts) - 1)
            self.put(host[2:4] + parts[k : k + 2] + host[4:], None, [root], "lift", host[0][1])
        for _ in range(SPARE):
            x, one = rng.choice(roots)
            like = [r for r in roots if r[0] != x and 0.6 < len(r[1]) / len(one) < 1.7]
            if like:
                y, two = rng.choice(like)
                self.put(one[: len(one) // 2] + two[: len(two) // 2], None, [x, y], "merge", one[0][1])


def made(path, seed):
    rng, texts = random.Random(seed), collections.defaultdict(list)
    with gzip.open(path, "rt", encoding="utf8") as f:
        for row in map(json.loads, f):
            if row["lang"] in OWN:
                texts[row["lang"]].append(row["text"])
    docs, gold = [], []
    for lang in sorted(texts):
        m = Maker(rng, lang, texts[lang])
        m.make()
        docs += m.docs
        gold += m.gold
    return docs, gold


def write(path, rows):
    with open(path, "w", encoding="utf8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)


def found(retold, folder, docs):
    paths = [os.path.join(folder, n) for n in ("docs.jsonl", "families.jsonl", "passages.jsonl")]
    write(paths[0], docs)
    subprocess.run([retold, "copies", "--quiet", "--families", paths[1], "--passages", paths[2], paths[0]], check=True)
    rows = []
    for path in paths[1:]:
        with open(path, encoding="utf8") as f:
            rows.append([json.loads(line) for line in f])
    return {r["id"]: r["family"] for r in rows[0]}, rows[1]


def score(scorer, gold, families, passages):
    s = scorer.score_families(gold, families)
    s.update(scorer.score_passages(gold, passages))
    out = {k: s[k] for k in SHOWN}
    out.update({"recall " + op: v for op, v in s["recall_by_op"].items()})
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("retold")
    ap.add_argument("docs")
    ap.add_argument("--seed", type=int, default=11)
    ap.add_argument("--keep")
    ap.add_argument("--record", action="store_true")
    a = ap.parse_args()
    sys.path.insert(0, SCORERS)
    import copies as scorer  # of the evaluation

    docs, gold = made(a.docs, a.seed)
    with tempfile.TemporaryDirectory() as folder:
        if a.keep:
            os.makedirs(a.keep, exist_ok=True)
            write(os.path.join(a.keep, "gold.jsonl"), gold)
        families, passages = found(os.path.abspath(a.retold), a.keep or folder, docs)
    print("%d documents, %d texts" % (len(docs), len({g["cluster"] for g in gold})))
    for lang in (*sorted(OWN), None):
        part = [g for g in gold if not lang or g["id"].startswith(lang)]
        ids = {g["id"] for g in part}
        figures = score(scorer, part, {i: f for i, f in families.items() if i in ids}, [p for p in passages if p["a"] in ids])
        print(lang or "both", " ".join("%s %.3f" % kv for kv in figures.items()))
    if a.record:
        update.keep({("copies", "cjk", k): float(v) for k, v in figures.items()})


if __name__ == "__main__":
    main()
