cat > docs.jsonl <<'R'
{"id":"1","title":"Barge strikes northern pier at Ellermouth","text":"A barge struck the northern pier at Ellermouth in fog on Monday, the harbour board said. Divers will look at its forty piles.","date":null,"lang":"en"}
{"id":"2","title":"Saffron buns sell out","text":"Bakers in the old town of Varnholt sold out of saffron buns before nine, and the last tray went to a schoolteacher.","date":null,"lang":"en"}
{"id":"3","title":"Ellermouth pier closed after barge accident","text":"The northern pier at Ellermouth is closed after a barge struck it in fog on Monday. The harbour board sent divers to its forty piles.","date":null,"lang":"en"}
R
$RETOLD stories docs.jsonl
