row() { printf '{"id":"%s","text":"%s","kept":[%d]}\n' "$1" "$2" "$3"; }
a="The harbour board said on Monday that the northern pier will stay closed until divers have looked at every one of its forty timber piles, after a barge struck it in fog last week and moved the crane rails by the width of a hand."
b="Bakers in the old town sold out of saffron buns before nine, and the last tray went to a schoolteacher from Ellermouth who had queued since dawn with a flask of tea and two folding chairs for her neighbours."
{ row one "$a" 1; row two "$b" 2; row three "$a" 3; row four "$a Ferries will use the southern berth meanwhile." 4; } > docs.jsonl
$RETOLD dedup --removed removed.jsonl docs.jsonl 2>&1
cat removed.jsonl
gzip -c docs.jsonl | $RETOLD dedup -
