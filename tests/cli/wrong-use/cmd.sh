try() { "$RETOLD" "$@"; echo "status $?"; }
exec 2>&1
try nothing
try list
try list no.store
try list a b c
try extract --nothing
try extract --jobs
try extract --jobs 0
try extract --quiet=yes
try extract --list a b
try copies
try dedup --keep best
try list no.store cards
try list no.store --speaker Roe
try list no.store quotes --via ""
