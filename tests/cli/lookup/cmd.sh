$RETOLD add --quiet news.store "$EXAMPLES"
lookup() { $RETOLD lookup news.store "$@" 2>&1 | sed "s,$EXAMPLES/,,"; }
echo "== a stored page, an abridged one of it, one that took parts"
lookup "$EXAMPLES/map-continental-arts-own-report.html"
lookup "$EXAMPLES/ferry-metro-brief-abridged.html" | head -7
echo "== another text, and one that nobody has"
printf '<p>A reader writes: when both main engines stopped at 6:52 p.m., about 400 metres from the harbour entrance, according to a preliminary log released on Wednesday, my tea was ready.' > letter.html
lookup letter.html | head -4
printf '<p>%s' "Nothing of this stands anywhere: beetles, turnips, and the price of lamp oil in the year of the comet are its only concern here." > other.html
lookup other.html
lookup other.html --json
echo "== what is no page"
printf '\0\1\2\3\0\0\0' > noise.bin
lookup noise.bin
echo "== after a removal, and from an older store"
id=$($RETOLD list news.store --json | sed -n 's/^{"id":"\([0-9a-f]*\)".*Metro Brief.*/\1/p' | head -1)
$RETOLD remove news.store "$id"
lookup "$EXAMPLES/ferry-metro-brief-abridged.html" | grep -c "Metro Brief"
