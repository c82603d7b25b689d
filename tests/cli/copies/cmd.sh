row() { printf '{"id":"%s","text":"%s"}\n' "$1" "$2"; }
speech="We shall look at every one of the forty piles before a single cart goes over that pier again, and whoever calls this slow has never stood below it."
board="The harbour board met until midnight on Monday, with the doors open and the stove out. Nobody seconded the mayor, who had asked for a vote, and most of the evening went to the price of larch, which has to come down the river from Vale and can't before the ice is out."
carts="Those who sell from carts in Weir Street say that they lose a third of their trade for as long as the pier is closed. Some have moved to the fish market, where a place costs twelve crowns a day, and some have put their carts away and help in the hop gardens until Whitsun."
quay="Notes from the quay: a seal has been seen in the dry dock for three mornings in a row, and the lamp on the mole is still out. Herring fell again. The baker has ordered saffron, so there will be buns, and a schoolteacher from Ellermouth has already asked for two dozen."
{
    row board "$board \\\"$speech\\\" said the chairman."
    row carts "The chairman says: “$speech” $carts"
    row quay "$quay $speech So they say."
    row buns "$quay"
} > docs.jsonl
$RETOLD copies --families - --passages passages.jsonl docs.jsonl 2>&1
cat passages.jsonl
