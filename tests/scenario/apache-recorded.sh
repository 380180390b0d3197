#!/bin/bash
# Replies recorded from devices, served by Apache, come out of acapctl as what they say.
. "${0%/*}/lib.sh"

recorded=$repository/../shared/corpus/responses
if [ ! -d "$recorded" ]; then
    echo "skipped: the corpus of recorded replies is not beside the checkout"
    exit 0
fi
start_apache
export ACAPCTL_TARGET=$apache_http
served=0
for list in "$recorded"/list/*.xml; do
    cp "$list" "$work/apache/state/list.cgi"
    count=$(grep -c '<application ' "$list") || true
    expect_exit 0 acapctl list --json
    expect_json ".devices[0].applications | length == $count"
    served=$((served + 1))
done
rm "$work/apache/state/list.cgi"
cat >"$work/apache/state/applications.json" <<'END'
{"hello": {"nice": "hello", "vendor": "-", "version": "1.0.0", "status": "Running"}}
END
for log in "$recorded"/systemlog/*.txt; do
    grep -q 'Contents of SYSTEM_LOG' "$log" || continue # of the whole device: what is hello's is a judgement
    cp "$log" "$work/apache/state/systemlog.cgi"
    expect_exit 0 acapctl logs hello
    lines=$(tr -d '\r' <"$log" | grep -v '^-----.*-----$' | grep -c . || true)
    [ "$(wc -l <"$work/stdout")" = "$lines" ] || { show_last; fail "$lines lines in $log"; }
    served=$((served + 1))
done
cp "$recorded"/config/*12.11*.xml "$work/apache/state/config.cgi"
expect_exit 0 acapctl policy show --json
expect_json '.devices[0].allowUnsigned'
echo "$served recorded replies served"
[ "$served" -ge 10 ] || fail "only $served recorded replies"
