cp "$EXAMPLES/derby-lakeside-echo-unrelated.html" page.html
$RETOLD add news.store page.html 2>&1
sed -i 's/3-1/4-1/' page.html
$RETOLD add news.store page.html 2>&1
$RETOLD list news.store
$RETOLD list news.store stories
$RETOLD remove news.store ae8d9ce3a6
$RETOLD list news.store
$RETOLD list news.store stories
$RETOLD search news.store '"4-1"'
$RETOLD show news.store ae8d9ce3a6 2>&1
echo "status $?"
$RETOLD doctor news.store 2>&1 | sed "s/^[0-9]*/n/"
$RETOLD add --quiet news.store page.html
sed -i 's/4-1/5-1/' page.html
$RETOLD add --quiet news.store page.html
show() { $RETOLD show news.store "$@" --versions 2>&1; }
id=$($RETOLD list news.store --json | sed -n 's/^{"id":"\([0-9a-f]*\)".*"superseded_by".*/\1/p' | head -1)
show "$id" | sed "s, fetched [^·]* ·, fetched … ·,"
show "$id" --json | sed 's/"fetched":"[^"]*"/"fetched":"…"/g'
show "$id" --html
