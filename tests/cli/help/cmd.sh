$RETOLD help
for command in add list show compare search tell dedup doctor refresh remove extract pages copies stories quotes times repair; do
    $RETOLD $command --help
done
