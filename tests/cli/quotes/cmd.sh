page() {
    echo "{\"id\":\"$1\",\"url\":\"https://$1.example/ferry\",\"outlet\":\"$2\",\"date\":\"$3\",\"html\":\"<title>Ferry freed at Ellermouth</title><h1>Ferry freed at Ellermouth</h1><article>$4</article>\"}"
}
body="<p>The ferry Kittiwake was pulled off the sandbank at Ellermouth on Friday morning by two tugs, and her forty passengers went ashore.</p>"
page courier "Harbour Courier" 2024-04-19 "$body<p>\\\"We waited nine hours for the tide and nobody complained,\\\" said Captain Zoë Lawrow.</p><p>\\\"The hull is sound,\\\" said Anna Mueller, a surveyor.</p>" > in.jsonl
page brief "Metro Brief" 2024-04-20 "<p>Two tugs pulled the ferry Kittiwake off the sandbank at Ellermouth on Friday; her forty passengers went ashore.</p><p>\\\"We waited nine hours for the tide,\\\" Zoe Lavrov, the captain, said.</p>" >> in.jsonl
$RETOLD add news.store in.jsonl 2>&1
$RETOLD list news.store quotes --speaker lavrov
$RETOLD list news.store quotes --speaker "anna müller"
$RETOLD list news.store quotes --speaker "Anna Lavrov"
id=$($RETOLD list news.store quotes --speaker müller | cut -d' ' -f1)
$RETOLD show news.store $id | grep -vE '^(quote|article|page|story|snippet|role|sure)'
$RETOLD show news.store $id --json | grep -o '"sentence_text":"[^,]*'
$RETOLD show news.store $id --html | grep -c '<h2 id="h-quotes">'
$RETOLD show news.store q-ffff 2>&1
$RETOLD list news.store quotes --speaker ... 2>&1
echo "status $?"
