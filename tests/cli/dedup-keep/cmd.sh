# One family: the whole text twice, once with more fields; most of it with an advertiser's letter below, which is the longest; and an early short one.
row() { printf '{"id":"%s","text":"%s","time":%s%s}\n' "$1" "$2" "$3" "$4"; }
one="The harbour board said on Monday that the northern pier will stay closed until divers have looked at every one of its timber piles."
two="A barge struck it in fog last week and moved the crane rails by the width of a hand, according to the harbour master, who saw it."
three="Ferries to the islands will use the southern berth meanwhile, and the evening crossing leaves later than the timetable has it."
four="Fishermen carry their crates along the mole by hand until the rails are straight, and are paid by the board for each hour of it."
five="The last closure was in the winter of the great frost, when the ice lifted eleven piles and the lamp at the end of the pier."
own="Saffron buns, still warm, are sold at every quay until Sunday, and whoever buys a dozen gets the thirteenth for nothing. Our ovens have burned since the days of sail, our flour comes from the mill at Tarn, and our bakers know each customer by name. Come early, bring your neighbours, and tell them who sent you."
{
    row whole "$one\n$two\n$three\n$four\n$five" 1700000300 ""
    row letter "$one\n$two\n$three\n${four%% until*}.\n$own" 1700000200 ""
    row short "$three\n$four\n$five" 1700000100 ""
    row with "$one\n$two\n$three\n$four\n$five" 1700000400 ',"title":"Pier closed","outlet":"Gazette"'
} > docs.jsonl
for rule in longest earliest most-complete; do
    $RETOLD dedup --keep $rule docs.jsonl 2>&1 | sed 's/"text":"[^"]*"/"text":"…"/'
    sort -r docs.jsonl | $RETOLD dedup --quiet --keep $rule | grep -o '"id":"[a-z]*"'
done
