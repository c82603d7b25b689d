$RETOLD add news.store "$EXAMPLES" --jobs 2 2>&1
$RETOLD add news.store "$EXAMPLES" 2>&1
for what in articles families stories; do $RETOLD list news.store $what --json | wc -l; done
$RETOLD doctor news.store 2>&1
$RETOLD search news.store '"coffee and silence"' nothing-like-it
