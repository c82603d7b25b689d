cat > in.jsonl <<'R'
{"id":"a","url":"https://a.example/1","html":"<p>One</p>"}
{"id":"b","text":"Two"}
{"id":"c"}
{broken
{"id":"d","html":""}
R
$RETOLD pages in.jsonl
echo "status $?"
$RETOLD pages --quiet - < in.jsonl | wc -l
$RETOLD pages --strict --errors errors.jsonl in.jsonl > out.jsonl 2> told
echo "status $?"
cat told
$RETOLD pages nowhere.html 2>&1
echo "status $?"
