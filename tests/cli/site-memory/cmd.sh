# Pages of two sites; one signs all of its articles with the same paragraph.
python3 - <<'MAKE'
import json

about = "The Ferneby Courier is read in all villages of the valley, and it is printed by people who have lived here for long."
things = "mill boat bridge orchard ferry clinic quarry".split()
pages = []
for n, thing in enumerate(things):
    own = ["It is said that the %s of %s will be sold before the year is over, as the council has told us in a letter." % (thing, who)
           for who in ("the town", "the mayor", "those who live by the river")]
    site = "ferneby.example" if n < 5 else "other.example"
    body = "".join("<p>%s</p>" % p for p in own + [about])
    html = "<html><head><title>News of the %s</title><meta property='og:type' content='article'></head><body><article><h1>News of the %s</h1>%s</article></body></html>"
    pages.append({"html": html % (thing, thing, body), "url": "https://www.%s/%s" % (site, thing)})
for name, part in (("all", pages), ("back", pages[::-1]), ("one", pages[:4]), ("two", pages[4:])):
    with open(name + ".jsonl", "w") as f:
        f.writelines(json.dumps(p) + "\n" for p in part)
MAKE
exec 2>&1
try() { "$RETOLD" "$@"; echo "status $?"; }
signed() { grep -c "Ferneby Courier"; }
"$RETOLD" extract all.jsonl | signed
try extract --site-memory all.store all.jsonl
try add all.store all.jsonl
try extract --site-memory all.store all.jsonl
try refresh all.store --site-memory sites.txt
cat sites.txt
"$RETOLD" extract --site-memory sites.txt all.jsonl | signed
"$RETOLD" extract --site-memory all.store all.jsonl | grep -o '"url":"[^"]*"\|"site_memory":{[^}]*}'
try refresh all.store
# order and batches: the same table, the same articles
"$RETOLD" add --quiet parts.store two.jsonl
"$RETOLD" add --quiet parts.store one.jsonl
"$RETOLD" refresh --quiet parts.store --site-memory parts.txt
cmp sites.txt parts.txt && echo one table
"$RETOLD" add --quiet back.store back.jsonl
"$RETOLD" refresh --quiet back.store
for s in all parts back; do
    "$RETOLD" list $s.store articles --json | cut -d '"' -f 4 | sort | while read -r id; do
        "$RETOLD" show $s.store "$id" --json | sed 's/"evidence".*//'
    done | cksum
done | uniq | wc -l
# a page that comes later is read by the table of the last refresh
sed -n 's/boat/barge/g;2p' all.jsonl > later.jsonl
try add all.store later.jsonl
"$RETOLD" search all.store barge | head -n 1 | cut -c 1-8 | while read -r id; do "$RETOLD" show all.store "$id" | signed; done
# damage
sed 's/ 5$/ 6/' sites.txt > damaged.txt
try extract --site-memory damaged.txt all.jsonl
: > empty.txt
try extract --site-memory empty.txt all.jsonl
try extract --site-memory all.jsonl all.jsonl
try extract --site-memory . all.jsonl
