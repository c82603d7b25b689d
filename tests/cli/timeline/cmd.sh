page() {
    echo "{\"id\":\"$1\",\"url\":\"https://$1.example/dam\",\"outlet\":\"$2\",\"html\":\"<title>$3</title>$4<h1>$3</h1><article>$5</article>\"}"
}
day() { echo "<meta property='article:published_time' content='$1'>"; }
body="<p>The dam above Elda broke on Friday night and flooded the lower town, the mayor, Runa Osk, said. Nobody was hurt, but the old mill was swept away with all its grain.</p><p>Engineers of the water board had warned of cracks in the dam in early March, and the board had set aside money for a new gate.</p><p>Two bridges over the Elda are closed until April 12, the board said, and the school opens its gym to families from the lower town.</p>"
page herald "Elda Herald" "Dam above Elda breaks, lower town flooded" "$(day 2024-04-08)" "$body" > in.jsonl
page coast "Coast Today" "Dam above Elda breaks, lower town flooded" "" "$body" >> in.jsonl
page blog "Mill Street Blog" "After the dam above Elda broke" "" "<p>At the mill in Elda we heard the dam break on the night of April 5, and Runa Osk, the mayor, was in the lower town within the hour.</p><p>The water board had found cracks in the dam in March. The lower town of Elda was flooded by midnight, the old mill swept away with its grain.</p>" >> in.jsonl
$RETOLD add news.store in.jsonl 2>&1
id=$($RETOLD list news.store stories | cut -d' ' -f1)
$RETOLD tell news.store $id | grep 'date not known, possibly'
$RETOLD tell news.store $id --json | grep -o '"date":{[^}]*}'
$RETOLD tell news.store $id | sed -n '/^Timeline/,/^$/p' | sed 's, · .*,,'
$RETOLD tell news.store $id --html | grep -c 'id="h-timeline"'
