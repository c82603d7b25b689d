$RETOLD add --quiet news.store "$EXAMPLES"
family=$($RETOLD list news.store families --json | head -1 | cut -d'"' -f4)
$RETOLD show news.store "$family" | sed "s/; sure.*//"
$RETOLD show news.store "$family" --json | grep -o '"role":.*"confidence":[0-9.]*' | grep -o '"role":"[a-z ]*"' | sort | uniq -c
