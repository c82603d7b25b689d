$RETOLD add news.store "$EXAMPLES" --jobs 2 2>&1
$RETOLD add news.store "$EXAMPLES" 2>&1
for what in articles families stories; do $RETOLD list news.store $what --json | wc -l; done
$RETOLD refresh news.store 2>&1
$RETOLD list news.store | grep -c Tidewire
$RETOLD doctor news.store 2>&1 | sed 's/^[0-9]*/n/'
