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
