row() { printf '{"id":"%s", "n" : 1.50, "text":"%s","outlet":"%s"}\n' "$1" "$2" "$3"; }
pier="The harbour board said on Monday that the northern pier will stay closed until divers have looked at every one of its timber piles."
boat="Ferries to the islands will use the southern berth meanwhile, and the evening crossing leaves later than the printed timetable has it."
said='\u201cWe would rather lose a week than a pier, and nobody walks on those planks before the last pile is sound,\u201d Maren Oduya said.'
buns="Bakers in the old town sold out of saffron buns before nine, and the last tray went to a schoolteacher who had queued since dawn."
owns="All of this page belongs to its owners, and none of it may be printed again unless they have said so in a letter."
toll="The toll office counted 1,200 crates and 45 carts on the mole in a week, more than it ever had since the crane was built."
{
    row one "$pier\nFerries\n$boat\n$said\n$toll" Gazette
    row two "$buns\n\n$said\n\n$owns" Mercury
    row three "$pier\nFerries\n${boat/evening/last}\nMarket traders carry their crates along the mole, as their grandmothers did in the winter of the great frost." Echo
    row four "$pier\nFerries\n$boat" Mirror
    row again "$pier\nFerries\n$boat\n${toll/1,200/1,350}" Herald
    row five "A council met for the better part of an hour, at which nobody said anything that anybody wrote down.\n$owns" Mercury
} > docs.jsonl
$RETOLD dedup --by paragraph --removed removed.jsonl --summary - docs.jsonl
cat removed.jsonl
$RETOLD dedup --by word docs.jsonl 2>&1
$RETOLD dedup --keep newest docs.jsonl 2>&1
$RETOLD dedup --keep most-complete docs.jsonl 2>&1
