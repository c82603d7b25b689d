#!/usr/bin/env python3
"""Learns data/extract_weights.txt, the block model of docs/how/extract.md, from folders of pages with gold text.

    cmake --build build/release --target extract_features
    tools/train_extract.py --features build/release/quality/extract_features --work build/train DATA

DATA holds a folder for each set with gold.jsonl.gz (rows {"id","site","url","text"} or {"id","site","with","without"}) and
pages.tar.zst (pages/<id>.html). Needs numpy and lightgbm. Prints figures by cross-validation over sites; with --write FILE learns from all
pages and writes weights, with --folds DIR writes the weights of each fold and which page belongs to which (quality/extract_folds.py).
Only numbers, names of classes, and tags of pages go into weights; no text.
"""
import argparse
import collections
import gzip
import hashlib
import json
import math
import os
import pickle
import re
import subprocess
import sys
import warnings

import lightgbm
import numpy
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

FOLDS = 5
FULL = ("scrapinghub", "naeb", "fundus", "wcxb-article", "wcxb-other")
SNIPPETS = ("trafilatura",)
# Pages that are no articles: lists, forums, shops, manuals. They have trees of their own.
OTHER_PAGES = ("wcxb-other",)
# How much a page of a set counts where class words are learned, and for each set of trees; 1 where nothing is said.
SET_WEIGHT = {"wcxb-other": 0.3, "trafilatura": 0.6}
ARTICLE_WEIGHT = {"wcxb-other": 0.0, "trafilatura": 0.6}
OTHER_WEIGHT = {"scrapinghub": 0.3, "naeb": 0.3, "fundus": 0.3, "wcxb-article": 0.3, "trafilatura": 0.2}
SCORE_ONE, CURVE_MOST, CURVE_STEPS, PROBABILITY_ONE = 65536, 8, 256, 4096
TREES, LEAVES, RATE = 200, 8, 0.15
PLAINLY_NOT = -32  # of rule_score, in sixteenths
TOKEN_SITES, TOKEN_DECAY, TOKEN_LEAST = 5, 3.0, 40
# Lowest threshold, lowest where a core is sure, highest, and the cost of a change, for articles and for other pages.
DECISION = (819, 2048, 2048, SCORE_ONE // 2)
OTHER_DECISION = (819, 1843, 2048, SCORE_ONE // 2)
CORE_WORDS, CORE_SCORE = 60, 2 * SCORE_ONE
KIND_TREES, KIND_LEAVES, KIND_RATE, KIND_LEAST = 80, 6, 0.08, 40
OTHER_FROM = -SCORE_ONE // 2  # score of the kind from which a page is no article
MISSING = -30000
WORD = re.compile(r"\w+")

SURE_AFTER, SURELY_NOT = 64, -4 * SCORE_ONE

# Features of neighbours that the trees may ask for, and how far.
NEAR = ("log_words link_share ends stops tag heading levels path_best score_parent bold most_alike rule_score rule_body tokens "
         "in_stated dated phrase_tail").split()
FAR = "log_words link_share ends rule_score rule_body tokens score_parent".split()


def fold_of(site):
    return hashlib.sha256(("fold:" + site).encode()).digest()[0] % FOLDS


# ---- Pages: features by the C code, labels by alignment ----


class Page:
    """Gold row, blocks (element, words, rule, text), tokens of elements and of the page, rows of features, the page's own row."""

    def __init__(self, name, gold, row):
        self.set, self.gold, self.fold, self.row = name, gold, fold_of(gold["site"]), row
        self.blocks, self.elements, self.tokens = [], {}, ()

    def is_other(self):
        return self.set in OTHER_PAGES


def unpack(data, work, name):
    folder = os.path.join(work, name)
    if not os.path.isdir(folder):
        os.makedirs(folder)
        subprocess.run(["tar", "-C", folder, "--zstd", "-xf", os.path.join(data, name, "pages.tar.zst")], check=True)
    return folder


def read_set(data, work, binary, name):
    folder = unpack(data, work, name)
    gold = {g["id"]: g for g in map(json.loads, gzip.open(os.path.join(data, name, "gold.jsonl.gz"), "rt", encoding="utf8"))}
    stem = os.path.join(work, name + ".features")
    with open(stem + ".list", "w", encoding="utf8") as f:
        for i, g in gold.items():
            f.write("%s\t%s\t%s\n" % (i, os.path.join(folder, "pages", g.get("file") or i + ".html"), g.get("url") or ""))
    subprocess.run([binary, stem + ".list", stem], check=True)
    return parse(name, gold, stem)


def parse(name, gold, stem):
    pages, names, page_names = [], None, None
    with open(stem + ".tsv", encoding="utf8", errors="replace", newline="\n") as f:
        for line in f:
            parts = line.rstrip("\n").split("\t")
            if parts[0] == "F":
                names = parts[1:]
            elif parts[0] == "G":
                page_names = parts[1:]
            elif parts[0] == "P":
                pages.append(Page(name, gold[parts[1]], [int(x) for x in parts[2:]]))
            elif parts[0] == "T":
                pages[-1].tokens = tuple(parts[1:])
            elif parts[0] == "E":
                pages[-1].elements[int(parts[1])] = (int(parts[2]), parts[3:])
            else:
                pages[-1].blocks.append((int(parts[1]), int(parts[2]), int(parts[3]), parts[4]))
    rows = numpy.fromfile(stem + ".rows", dtype=numpy.int32).reshape(-1, len(names))
    at = 0
    for page in pages:
        page.rows = rows[at : at + len(page.blocks)]
        page.fields = [is_field(block, dict(zip(names, row))) for block, row in zip(page.blocks, page.rows.tolist())]
        at += len(page.blocks)
    return (names, page_names), pages


OTHER, BODY, TITLE, DEK, BYLINE, CAPTION = range(6)


def is_field(block, row):
    """As in src/extract/model.c: what the rules alone tell."""
    _, words, kind, _ = block
    dek = row["own_dek"] and (row["heading"] > 0 or (row["ends"] != 3 and words <= 40) or (row["in_description"] > 850 and words <= 20))
    return kind in (TITLE, BYLINE, CAPTION) or (kind == DEK and bool(dek))


def grams(words, n):
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


def placements(block, gold, index):
    """(start in gold, words that match) of a block's likely places."""
    if len(block) < 3:
        return []
    found = set()
    for at in sorted({0, len(block) - 3, (len(block) - 3) // 4, (len(block) - 3) // 2, (len(block) - 3) * 3 // 4}):
        for place in index.get(tuple(block[at : at + 3]), ())[:8]:
            found.add(max(0, place - at))
    out = []
    for start in found:
        hits = sum(a == b for a, b in zip(block, gold[start : start + len(block)]))
        if hits < len(block) * 0.5:  # words left out or put in: count what is there in any order
            have = collections.Counter(gold[start : start + len(block)])
            hits = sum(min(n, have[w]) for w, n in collections.Counter(block).items()) * 0.9
        out.append((start, hits, hits - 0.3 * (len(block) - hits)))
    return out


class Tree:
    """Greatest value and where it is from, for positions up to one."""

    def __init__(self, n):
        self.n, self.best = n + 2, [(0.0, None)] * (n + 3)

    def put(self, at, value):
        at += 1
        while at <= self.n:
            if value[0] > self.best[at][0]:
                self.best[at] = value
            at += at & -at

    def get(self, at):
        at, out = at + 1, (0.0, None)
        while at > 0:
            if self.best[at][0] > out[0]:
                out = self.best[at]
            at -= at & -at
        return out


def aligned(blocks, gold_text):
    """Label of each block: is it of the gold text? The chain of placements, in order, that matches most words."""
    lines = {" ".join(WORD.findall(line.casefold())) for line in gold_text.split("\n")}
    gold = WORD.findall(gold_text.casefold())
    index = collections.defaultdict(list)
    for i, g in enumerate(grams(gold, 3)):
        index[g].append(i)
    one = collections.defaultdict(list)
    for i, word in enumerate(gold):
        one[word].append(i)
    tree, chain = Tree(len(gold)), []
    for number, block in enumerate(blocks):
        if len(block) < 3:
            spots = [(i, len(block), len(block) * 0.9) for i in one.get(block[0], ())[:8] if gold[i : i + len(block)] == block] \
                if block and " ".join(block) in lines else []
        else:
            spots = placements(block, gold, index)
        fresh = []
        for start, hits, worth in spots:
            if worth <= 0:
                continue
            before = tree.get(start)
            fresh.append((min(len(gold), start + len(block)), (before[0] + worth, (number, start, hits, before[1]))))
        for end, value in fresh:
            tree.put(end, value)
    labels, used = [False] * len(blocks), [False] * len(gold)
    link = tree.get(len(gold))[1]
    while link:
        number, start, hits, link = link
        labels[number] = hits > 0.5 * len(blocks[number])
        if labels[number]:
            for i in range(start, min(len(gold), start + len(blocks[number]))):
                used[i] = True
    for number, block in enumerate(blocks):
        if labels[number] or len(block) < 5:
            continue
        spots = [[i for i in index.get(g, ()) if not used[i]] for g in grams(block, 3)]
        if sum(bool(s) for s in spots) > 0.6 * len(spots):
            labels[number] = True
            for s in spots:
                for i in s[:1]:
                    used[i : i + 3] = [True] * len(used[i : i + 3])
    return labels


def label(page):
    """labels (1, 0, -1 unknown) and weights of the page's blocks"""
    words = [WORD.findall(b[3].casefold()) for b in page.blocks]
    page.words = [len(w) for w in words]
    if page.gold.get("text"):
        page.labels = [int(x) for x in aligned(words, page.gold["text"])]
    else:
        squash = lambda s: re.sub(r"\s+", " ", s or "").strip()
        page.labels = []
        for b in page.blocks:
            has = any(squash(s) in b[3] for s in page.gold.get("with") or [] if squash(s))
            hasnt = any(squash(s) in b[3] for s in page.gold.get("without") or [] if squash(s))
            page.labels.append(-1 if has == hasnt else int(has))
    whole = math.sqrt(sum(page.words) or 1)
    page.weights = [10 * math.sqrt(max(n, 1)) / whole for n in page.words]
    if not page.gold.get("text"):
        page.weights = [w * 2 for w in page.weights]


# ---- Tokens: a score learned from the words of classes ----


class Tokens:
    """Every (token, role) of every element with blocks, as one sparse matrix over all pages: role 0 at the block's element, 1 at the
    next two around it, 2 further out."""

    def __init__(self, pages):
        self.number, self.rows_of, rows, columns = {}, {}, [], []
        y, weight, self.site, sites = [], [], [], {}
        for page in pages:
            own = {e: [[self.number.setdefault((t, r), len(self.number)) for t in tokens] for r in range(3)]
                   for e, (_, tokens) in page.elements.items()}
            mine, begin = {}, len(y)
            for block, label, w in zip(page.blocks, page.labels, page.weights):
                if label < 0:
                    continue
                key = (block[0], label)
                if key not in mine:
                    mine[key] = len(y)
                    e, step = block[0], 0
                    while e >= 0:
                        found = own[e][0 if step == 0 else 1 if step <= 2 else 2]
                        columns += found
                        rows += [len(y)] * len(found)
                        e, step = page.elements[e][0], step + 1
                    y.append(label)
                    weight.append(0.0)
                    self.site.append(sites.setdefault(page.gold["site"], len(sites)))
                weight[mine[key]] += w * SET_WEIGHT.get(page.set, 1.0)
            self.rows_of[id(page)] = numpy.arange(begin, len(y))
        self.x = csr_matrix((numpy.ones(len(rows), dtype=numpy.float32), (rows, columns)), shape=(len(y), len(self.number)))
        self.y, self.weight, self.site = numpy.array(y), numpy.array(weight), numpy.array(self.site)
        self.names = [None] * len(self.number)
        for key, n in self.number.items():
            self.names[n] = key

    def learn(self, pages):
        """{token: (weight by role)}: logistic regression over what is seen on enough sites."""
        rows = numpy.concatenate([self.rows_of[id(p)] for p in pages])
        x, y, site = self.x[rows], self.y[rows], self.site[rows]
        by_site = csr_matrix((numpy.ones(len(rows), dtype=numpy.float32), (site, numpy.arange(len(rows)))), shape=(self.site.max() + 1, len(rows))) @ x
        columns = numpy.nonzero(numpy.diff(by_site.tocsc().indptr) >= TOKEN_SITES)[0]
        x = x[:, columns]
        count = numpy.asarray(x.sum(axis=1)).ravel()
        x = diags(1 / numpy.maximum(count, 1) ** 0.25).astype(numpy.float32) @ x
        model = LogisticRegression(C=1 / TOKEN_DECAY, solver="lbfgs", max_iter=40, tol=1e-3)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(x, y, sample_weight=self.weight[rows])
        table = collections.defaultdict(lambda: [0, 0, 0])
        for c, value in zip(columns, model.coef_[0]):
            token, role = self.names[c]
            table[token][role] = int(round(value * 1024))
        return {t: w for t, w in table.items() if max(map(abs, w)) >= TOKEN_LEAST}


def root(n):
    return math.isqrt(n)


def token_scores(page, table):
    """As place_learned() in src/extract/places.c."""
    own = {}
    for e, (_, tokens) in page.elements.items():
        known = [table[t] for t in tokens if t in table]
        own[e] = ([sum(k[r] for k in known) for r in range(3)], len(known))
    cache, out = {}, []
    for block in page.blocks:
        if block[0] not in cache:
            total, count, e, step = 0, 0, block[0], 0
            while e >= 0:
                sums, n = own[e]
                total += sums[0 if step == 0 else 1 if step <= 2 else 2]
                count += n
                e, step = page.elements[e][0], step + 1
            fourth = root(root(count << 16) << 8)
            cache[block[0]] = int(math.trunc(total * 256 / fourth)) if count else 0
        out.append(cache[block[0]])
    return out


# ---- Kind of the page: an article or not ----


def kind_tokens(page):
    return sorted({t for _, tokens in page.elements.values() for t in tokens if ">" not in t} | set(page.tokens))


def learn_kind_tokens(pages):
    """{token: weight}: logistic regression over the tokens of pages."""
    number, rows, columns, sites, at = {}, [], [], {}, []
    for i, page in enumerate(pages):
        at.append(sites.setdefault(page.gold["site"], len(sites)))
        for t in page.kind_tokens:
            rows.append(i)
            columns.append(number.setdefault(t, len(number)))
    x = csr_matrix((numpy.ones(len(rows)), (rows, columns)), shape=(len(pages), len(number)))
    by_site = csr_matrix((numpy.ones(len(at)), (at, numpy.arange(len(at)))), shape=(len(sites), len(at))) @ x
    kept = numpy.nonzero(numpy.diff(by_site.tocsc().indptr) >= TOKEN_SITES)[0]
    x = x[:, kept]
    x = diags(1 / numpy.sqrt(numpy.maximum(numpy.asarray(x.sum(axis=1)).ravel(), 1))) @ x
    model = LogisticRegression(C=1.0, max_iter=300).fit(x, [page.is_other() for page in pages])
    names = list(number)
    found = ((names[c], int(round(value * 1024))) for c, value in zip(kept, model.coef_[0]))
    return {t: w for t, w in found if abs(w) >= KIND_LEAST}


def kind_row(page, table):
    """As page_read() in src/extract/kinds.c, with the score of the tokens as in places.c."""
    known = [table[t] for t in page.kind_tokens if t in table]
    score = int(math.trunc(sum(known) * 256 / root(len(known) << 16))) if known else 0
    return page.row[:-1] + [score]


def learn_kind(pages, inner=4):
    """Tokens and trees that tell other pages from articles; {} and [] where there are none of one kind."""
    if len({page.is_other() for page in pages}) < 2:
        return {}, []
    rows = {}
    for k in range(inner):
        table = learn_kind_tokens([p for p in pages if inner_fold(p, inner) != k])
        rows.update((id(p), kind_row(p, table)) for p in pages if inner_fold(p, inner) == k)
    data = lightgbm.Dataset(numpy.array([rows[id(p)] for p in pages]), numpy.array([int(p.is_other()) for p in pages]),
                            params={"max_bin": 63, "use_missing": False, "verbose": -1})
    model = lightgbm.train({
        "objective": "binary", "num_leaves": KIND_LEAVES, "learning_rate": KIND_RATE, "min_data_in_leaf": 20, "max_bin": 63,
        "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "deterministic": True, "force_row_wise": True,
        "num_threads": 1, "seed": 3, "use_missing": False, "verbose": -1, "lambda_l2": 3.0}, data, KIND_TREES)
    return learn_kind_tokens(pages), flat_trees(model)


def kind_scores(pages, table, trees):
    if not trees or not pages:
        return numpy.full(len(pages), -CURVE_MOST * SCORE_ONE)
    return tree_scores(trees, numpy.array([kind_row(p, table) for p in pages], dtype=numpy.int64))


# ---- Trees ----


def columns_of(names):
    """[(feature, offset)]: all of the unit itself, some of its neighbours."""
    out = [(n, 0) for n in names]
    for d in (-4, -3, -2, -1, 1, 2, 3, 4):
        out += [(n, d) for n in (NEAR if abs(d) <= 2 else FAR)]
    return out


def matrix(pages, names, columns, scores, kept=None):
    """Features of all blocks, or of those kept of each page; `scores` are the token scores of each page."""
    place = {n: i for i, n in enumerate(names)}
    column = numpy.array([place[f] for f, _ in columns])
    groups = [(d, numpy.array([i for i, c in enumerate(columns) if c[1] == d])) for d in sorted({c[1] for c in columns})]
    parts = []
    for number, (page, tokens) in enumerate(zip(pages, scores)):
        rows = page.rows.copy()
        rows[:, place["tokens"]] = tokens
        n = len(rows)
        padded = numpy.full((n + 8, rows.shape[1]), MISSING, dtype=numpy.int32)
        padded[4 : n + 4] = rows
        want = numpy.arange(n) if kept is None else kept[number]
        part = numpy.empty((len(want), len(columns)), dtype=numpy.int32)
        for d, which in groups:
            part[:, which] = padded[numpy.ix_(want + 4 + d, column[which])]
        parts.append(part)
    return numpy.concatenate(parts)


def train(x, y, weights, seed=7):
    data = lightgbm.Dataset(x, y, weight=weights, params={"max_bin": 63, "use_missing": False, "verbose": -1})
    return lightgbm.train({
        "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 150, "max_bin": 63,
        "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "deterministic": True, "force_row_wise": True,
        "num_threads": 1, "seed": seed, "use_missing": False, "verbose": -1, "lambda_l2": 10.0}, data, TREES)


def flat_trees(model):
    """[(nodes (column, limit, left, right), leaves)] in whole numbers."""
    out = []
    for info in model.dump_model()["tree_info"]:
        nodes, leaves = [], []

        def visit(node):
            if "leaf_value" in node:
                leaves.append(int(round(node["leaf_value"] * SCORE_ONE)))
                return -len(leaves)
            here = len(nodes)
            nodes.append(None)
            left = visit(node["left_child"])
            nodes[here] = (node["split_feature"], math.floor(node["threshold"]), left, visit(node["right_child"]))
            return here

        if "leaf_value" in info["tree_structure"]:
            visit(info["tree_structure"])
            continue
        visit(info["tree_structure"])
        out.append((nodes, leaves))
    return out


def tree_scores(trees, x):
    """As model_score() in src/extract/model.c."""
    total, unsure = numpy.zeros(len(x), dtype=numpy.int64), numpy.ones(len(x), dtype=bool)
    for number, (nodes, leaves) in enumerate(trees):
        if number == SURE_AFTER:
            unsure = total >= SURELY_NOT
        at = numpy.zeros(len(x), dtype=numpy.int64)
        column, limit, left, right = (numpy.array(c) for c in zip(*nodes))
        open_ = numpy.ones(len(x), dtype=bool)
        while open_.any():
            w = numpy.nonzero(open_)[0]
            n = at[w]
            at[w] = numpy.where(x[w, column[n]] <= limit[n], left[n], right[n])
            open_[w] = at[w] >= 0
        total += numpy.where(unsure, numpy.array(leaves)[-at - 1], 0)
    return numpy.clip(total, -CURVE_MOST * SCORE_ONE, CURVE_MOST * SCORE_ONE)


# ---- Decision, as in src/extract/model.c ----

STEP = 2 * CURVE_MOST * SCORE_ONE // CURVE_STEPS


def curve():
    return [min(PROBABILITY_ONE, int(round(PROBABILITY_ONE / (1 + math.exp(-(i * STEP / SCORE_ONE - CURVE_MOST)))))) for i in range(CURVE_STEPS + 1)]


CURVE = numpy.array(curve())
ROOTS = [int(4 * math.sqrt(n)) if n else 0 for n in range(61)]
ROOTS[:61] = [0, 4, 6, 7, 8, 9, 10, 11, 11, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 20, 21, 21, 22, 22, 22, 23,
              23, 23, 24, 24, 24, 25, 25, 25, 26, 26, 26, 27, 27, 27, 27, 28, 28, 28, 29, 29, 29, 29, 30, 30, 30, 30, 31, 31]


def decide(page, scores, low, core, high, change):
    """Which blocks are taken."""
    n = len(scores)
    if not n:
        return []
    p = CURVE[(scores + CURVE_MOST * SCORE_ONE) // STEP]
    words = numpy.array([b[1] for b in page.blocks], dtype=numpy.int64)
    sure = words[scores >= CORE_SCORE].sum() >= CORE_WORDS
    if sure:
        low = core
    order = sorted(range(n), key=lambda i: (-p[i], i))
    everything = int((words * p).sum())
    taken = right = 0
    best, best_right, best_of = PROBABILITY_ONE, 0, PROBABILITY_ONE
    for i in order:
        taken += int(words[i])
        right += int(words[i] * p[i])
        of = taken * PROBABILITY_ONE + everything
        if (right >> 6) * (best_of >> 6) <= (best_right >> 6) * (of >> 6):
            continue
        best_right, best_of, best = right, of, p[i]
    best = min(max(best, low), high)
    over = int(numpy.searchsorted(CURVE, best)) * STEP - CURVE_MOST * SCORE_ONE
    inside = outside = 0
    back = []
    for s, w in zip(scores.tolist(), words.tolist()):
        in_from_out, out_from_in = outside - change * 4 > inside, inside - change * 4 > outside
        a, b = max(inside, outside - change * 4), max(outside, inside - change * 4)
        speaks = max(-4 * SCORE_ONE, min(4 * SCORE_ONE, s - over)) * ROOTS[min(w, 60)]
        speaks = int(speaks / 2)
        inside, outside = a + speaks, b - speaks
        back.append((out_from_in, not in_from_out))
    state, body = inside > outside, [False] * n
    for i in range(n - 1, -1, -1):
        body[i] = state
        state = back[i][state]
    ruled = [b[2] == BODY for b in page.blocks]
    if not sure and page.decision is DECISION and sum(b[1] for b, x in zip(page.blocks, ruled) if x) >= CORE_WORDS:
        body = [x or y for x, y in zip(body, ruled)]
    seen = set()
    body = [x and not field for x, field in zip(body, page.fields)]
    for i in range(n):
        if body[i] and page.blocks[i][1] >= 12:
            if page.blocks[i][3] in seen:
                body[i] = False
            seen.add(page.blocks[i][3])
    return body


# ---- Figures ----


def shingle_pr(gold, text):
    def shingles(words):
        return collections.Counter(grams(words, 4)) if len(words) >= 4 else collections.Counter([tuple(words)] if words else [])
    a, b = shingles(WORD.findall(gold)), shingles(WORD.findall(text))
    common = sum((a & b).values())
    fp, fn = sum(b.values()) - common, sum(a.values()) - common
    return (common / (common + fp) if common + fp else None), (common / (common + fn) if common + fn else None)


def word_f(gold, text):
    a, b = collections.Counter(WORD.findall(gold.casefold())), collections.Counter(WORD.findall(text.casefold()))
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values())) if common else 0.0


def figures(pages, bodies):
    out, loss = {}, []
    for name in FULL + SNIPPETS:
        ps, rs, ws, tp, fp, fn = [], [], [], 0, 0, 0
        for page, body in zip(pages, bodies):
            if page.set != name:
                continue
            text = "\n".join(b[3] for b, x in zip(page.blocks, body) if x)
            g = page.gold
            if g.get("text"):
                p, r = shingle_pr(g["text"], text)
                ps.append(p)
                rs.append(r or 0)
                ws.append(word_f(g["text"], text))
                f = 2 * (p or 0) * (r or 0) / ((p or 0) + (r or 0)) if p and r else 0
                loss.append((1 - f, p, r, page, body))
            else:
                flat = re.sub(r"\s+", " ", text)
                sq = lambda s: re.sub(r"\s+", " ", s or "").strip()
                a = sum(sq(s) in flat for s in g.get("with") or [])
                tp, fn = tp + a, fn + len(g.get("with") or []) - a
                fp += sum(sq(s) in flat for s in g.get("without") or [])
        if ws:
            ps = [p for p in ps if p is not None]
            p, r = sum(ps) / max(1, len(ps)), sum(rs) / len(rs)
            out[name] = (2 * p * r / (p + r) if p + r else 0.0, sum(ws) / len(ws))
        elif tp:
            out[name] = (2 * tp / (2 * tp + fp + fn),)
    return out, loss


def show(title, fig):
    four = [fig[n][0] for n in FULL[:4] if n in fig]
    print("%-28s" % title + "  ".join("%s %s" % (n, "/".join("%.4f" % v for v in fs)) for n, fs in fig.items()) + "  mean4 %.4f" % (sum(four) / len(four)), flush=True)


# ---- The whole ----


class Model:
    """All that is learned from some pages: tokens of blocks and pages, and the three sets of trees."""

    def __init__(self, tokens, pages, names, columns, inner=4):
        scores = {}
        for k in range(inner):  # token scores of the training rows come from models that didn't see their site
            table = tokens.learn([p for p in pages if inner_fold(p, inner) != k])
            scores.update((id(p), token_scores(p, table)) for p in pages if inner_fold(p, inner) == k)
        self.names, self.columns = names, columns
        self.table = tokens.learn(pages)
        self.kind_table, self.kind_trees = learn_kind(pages)
        self.article = self.learn_trees(pages, scores, ARTICLE_WEIGHT)
        self.other = self.learn_trees(pages, scores, OTHER_WEIGHT) if self.kind_trees else []

    def learn_trees(self, pages, scores, set_weight):
        pages = [p for p in pages if set_weight.get(p.set, 1.0)]
        kept = [sample(p, self.names) for p in pages]
        x = matrix(pages, self.names, self.columns, [scores[id(p)] for p in pages], [k for k, _ in kept])
        y = numpy.concatenate([numpy.array(p.labels)[k] for p, (k, _) in zip(pages, kept)])
        w = numpy.concatenate([numpy.array(p.weights)[k] * more * set_weight.get(p.set, 1.0) for p, (k, more) in zip(pages, kept)])
        return flat_trees(train(x, y, w))

    def score(self, pages):
        """Scores of the blocks of each page, by the trees of its kind; sets how the page is decided."""
        other = kind_scores(pages, self.kind_table, self.kind_trees) >= OTHER_FROM
        for page, kind in zip(pages, other):
            page.decision = OTHER_DECISION if kind else DECISION
        out = [None] * len(pages)
        for kind, trees in ((False, self.article), (True, self.other)):
            which = [i for i in range(len(pages)) if other[i] == kind]
            if not which:
                continue
            part = [pages[i] for i in which]
            scores, at = tree_scores(trees, matrix(part, self.names, self.columns, [token_scores(p, self.table) for p in part])), 0
            for i in which:
                out[i] = scores[at : at + len(pages[i].blocks)]
                at += len(pages[i].blocks)
        return out


def sample(page, names):
    """Blocks to learn from and how much they count: of what is plainly no body one in five stands for all."""
    labels, n = numpy.array(page.labels), len(page.labels)
    if not n:
        return numpy.zeros(0, dtype=int), numpy.zeros(0)
    score = page.rows[:, names.index("rule_score")]
    plain = (labels == 0) & (score < PLAINLY_NOT) & (numpy.array(page.words) < 30)
    keep = (labels >= 0) & ~(plain & (numpy.arange(n) % 5 != 0))
    return numpy.nonzero(keep)[0], numpy.where(plain, 5.0, 1.0)[keep]


def inner_fold(page, inner):
    return hashlib.sha256(("inner:" + page.gold["site"]).encode()).digest()[0] % inner


def write_trees(f, name, trees, label, decision=None):
    """A set of trees with the features that it asks for; `label` gives a feature's line by its column."""
    used = sorted({n[0] for nodes, _ in trees for n in nodes})
    place = {c: i for i, c in enumerate(used)}
    f.write("trees %s\n" % name)
    if decision:
        f.write("decide %d %d %d %d\n" % decision)
    for c in used:
        f.write(label(c) + "\n")
    for nodes, leaves in trees:
        f.write("tree %d %d %s %s\n" % (len(nodes), len(leaves), " ".join("%d %d %d %d" % (place[c], t, a, b) for c, t, a, b in nodes),
                                        " ".join(map(str, leaves))))


def write_weights(path, model, page_names, told):
    with open(path, "w", encoding="utf8") as f:
        f.write("# source: learned by tools/train_extract.py from pages of %s\n" % told)
        f.write("# licence: CC0. What each line means: docs/how/extract.md\n")
        f.write("other %d\ncurve %s\n" % (OTHER_FROM, " ".join(map(str, curve()))))
        for token in sorted(set(model.table) | set(model.kind_table)):
            f.write("token %s %d %d %d %d\n" % (token, *model.table.get(token, (0, 0, 0)), model.kind_table.get(token, 0)))
        feature = lambda c: "feature %s %d" % model.columns[c]
        write_trees(f, "article", model.article, feature, DECISION)
        write_trees(f, "other", model.other, feature, OTHER_DECISION)
        write_trees(f, "kind", model.kind_trees, lambda c: "page %s" % page_names[c])


def load(args):
    cache = os.path.join(args.work, "pages.pickle")
    if args.cached and os.path.exists(cache):
        names, pages = pickle.load(open(cache, "rb"))
        return names, [p for p in pages if p.set in args.sets]
    pages, names = [], None  # names: of the features of blocks, of those of pages
    for name in args.sets:
        names, more = read_set(args.data, args.work, args.features, name)
        for page in more:
            label(page)
            page.kind_tokens = kind_tokens(page)
        pages += more
        print("%s: %d pages, %d blocks" % (name, len(more), sum(len(p.blocks) for p in more)), flush=True)
    pickle.dump((names, pages), open(cache, "wb"))
    return names, pages


def cross_validate(args, tokens, pages, names, columns):
    scores = {}
    for k in range(FOLDS):
        model = Model(tokens, [p for p in pages if p.fold != k], names[0], columns)
        held = [p for p in pages if p.fold == k]
        scores.update((id(p), s) for p, s in zip(held, model.score(held)))
        if args.folds:
            os.makedirs(args.folds, exist_ok=True)
            write_weights(os.path.join(args.folds, "%d.txt" % k), model, names[1], "all folds but %d" % k)
        print("fold %d: %d + %d tokens, %d + %d + %d trees" % (k, len(model.table), len(model.kind_table), len(model.article),
                                                             len(model.other), len(model.kind_trees)), flush=True)
    pickle.dump([(p.set, p.gold["id"], scores[id(p)]) for p in pages], open(os.path.join(args.work, "scores.pickle"), "wb"))
    if args.folds:
        json.dump({p.gold["id"]: p.fold for p in pages}, open(os.path.join(args.folds, "pages.json"), "w"))
    show("best choice of blocks", figures(pages, [[y == 1 for y in p.labels] for p in pages])[0])
    show("rules", figures(pages, [[b[2] == BODY for b in p.blocks] for p in pages])[0])
    show("model", figures(pages, [decide(p, scores[id(p)], *p.decision) for p in pages])[0])
    if args.worst:
        _, loss = figures(pages, [decide(p, scores[id(p)], *p.decision) for p in pages])
        write_worst(args.worst, loss, scores)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data")
    ap.add_argument("--features", required=True, help="the program extract_features")
    ap.add_argument("--work", required=True, help="folder for unpacked pages and features")
    ap.add_argument("--write", metavar="FILE", help="learn from all pages and write weights")
    ap.add_argument("--folds", metavar="DIR", help="write the weights of each fold and pages.json")
    ap.add_argument("--worst", metavar="FILE", help="write the worst pages of the cross-validation")
    ap.add_argument("--no-figures", action="store_true", help="only learn from all pages and --write")
    ap.add_argument("--sets", nargs="+", default=FULL + SNIPPETS)
    ap.add_argument("--cached", action="store_true", help="take the features of the last run")
    args = ap.parse_args()
    os.makedirs(args.work, exist_ok=True)
    names, pages = load(args)
    columns = columns_of(names[0])
    tokens = Tokens(pages)
    if not args.no_figures:
        cross_validate(args, tokens, pages, names, columns)
    if args.write:
        write_weights(args.write, Model(tokens, pages, names[0], columns), names[1], ", ".join(args.sets))


def write_worst(path, loss, scores):
    with open(path, "w", encoding="utf8") as f:
        for lost, p, r, page, body in sorted(loss, key=lambda x: -x[0]):
            if page.set == "wcxb-other" or lost < 0.08:
                continue
            f.write("==== %s %s lost %.3f P %s R %s %s\n" % (page.set, page.gold["id"], lost, p, r, page.gold.get("url")))
            for block, y, s, b in zip(page.blocks, page.labels, scores[id(page)], body):
                if int(b) != y or y == 1:
                    f.write("  %s gold %d rule %d %6.2f %3d %s\n" % ("!" if int(b) != y else " ", y, block[2], s / SCORE_ONE, block[1], block[3][:90]))


if __name__ == "__main__":
    sys.exit(main())
