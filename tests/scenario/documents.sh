#!/bin/bash
# What the documents point to is there, and the commands they show have the verbs and options they name.
. "${0%/*}/lib.sh"

mapfile -t documents < <(git -C "$repository" ls-files '*.md' | sed "s,^,$repository/,")
[ ${#documents[@]} -gt 20 ] || fail "only ${#documents[@]} documents"
python3 - "$ACAPCTL" "${documents[@]}" <<'END'
import functools, os, re, subprocess, sys

program, *documents = sys.argv[1:]
commands = wrong = 0

def complain(document, what):
    global wrong
    wrong += 1
    print(f"{os.path.basename(document)}: {what}")

@functools.cache
def anchors(document):
    titles = re.findall(r"^#+ (.*)$", open(document).read(), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}

@functools.cache
def page(*words):
    return subprocess.run([program, "help", *words], capture_output=True, text=True).stdout

def check_links(document, text):
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http", "mailto")): continue
        path, _, anchor = target.partition("#")
        path = os.path.join(os.path.dirname(document), path) if path else document
        if not os.path.exists(path): complain(document, f"no file for the link {target}")
        elif anchor and path.endswith(".md") and anchor not in anchors(path): complain(document, f"no title for {target}")

def check_command(document, line):
    global commands
    words = re.split(r"\s+--(?=\s|$)|[|&;#>`]", line)[0].split()
    verbs = []
    while words and re.fullmatch("[a-z]+", words[0]) and page(*verbs, words[0]): verbs.append(words.pop(0))
    if not verbs: return complain(document, f"no verb in 'acapctl {line}'")
    commands += 1
    for option in re.findall(r"(?<!\S)--?[a-zA-Z][a-z-]*", " ".join(words)):
        if not re.search(rf"(?<![\w-]){option}(?![\w-])", page(*verbs)):
            complain(document, f"'acapctl {' '.join(verbs)}' has no {option}")

for document in documents:
    text = open(document).read()
    check_links(document, text)
    if "/rules/" in document: continue # generated, by an option that help does not show
    for code in re.findall(r"^```.*?\n(.*?)^```|`([^`\n]+)`|^    ([^\n]*)$", text, re.M | re.S):
        for line in re.findall(r"(?:^|[\s$(])acapctl ([a-z].*)", "".join(code), re.M): check_command(document, line)
print(f"{commands} commands")
sys.exit(wrong > 0 or commands < 50)
END
