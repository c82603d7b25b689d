page() { printf '<h1>%s</h1><p>The ford across the Ambel stays shut for a second week, the county said, as the water stays up.</p><ul><li>See <a href="https://%s.example/">the map</a> of the way round by the bridge at Nettleby.</li></ul>' "$1" "$2"; }
page "Ford & mill" a > one.html
page "Bridge <b>" b > two.html
: > none.html
for form in txt md html xml-tei; do
    echo "== $form"
    $RETOLD extract --quiet --format $form one.html two.html
done
echo "== one"
$RETOLD extract --quiet --format xml-tei one.html | head -2
echo "== nothing"
$RETOLD extract --quiet --format json none.html; echo "status $?"
$RETOLD extract --strict --format md none.html; echo "status $?"
$RETOLD extract --format doc one.html; echo "status $?"
