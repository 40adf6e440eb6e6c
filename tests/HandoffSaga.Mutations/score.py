"""Prints how many mutants of each decider were killed, and which survived. A file of which nothing was killed is a failure."""

import json
import sys

UNTRIED = {"Ignored", "CompileError"}


def explained():
    """Why a survivor is no gap, by file and change."""
    with open("survivors.txt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split(" | ") for line in lines if line.strip() and not line.startswith("#")]
    return {(file, change): why for file, change, why in rows}


def text(source, location):
    start, end = location["start"], location["end"]
    lines = source.splitlines()[start["line"] - 1 : end["line"]]
    lines[-1] = lines[-1][: end["column"] - 1]
    lines[0] = lines[0][start["column"] - 1 :]
    return " ".join(" ".join(lines).split())


with open("stryker-config.json", encoding="utf-8") as config:
    wanted = [glob.removeprefix("**/") for glob in json.load(config)["stryker-config"]["mutate"]]
reasons = explained()
seen, survivors, killed_in_all, tried_in_all = set(), [], 0, 0
for report in sys.argv[1:]:
    with open(report, encoding="utf-8") as content:
        files = json.load(content)["files"]
    for path, file in sorted(files.items()):
        name = next((name for name in wanted if path.endswith("/" + name)), None)
        tried = [mutant for mutant in file["mutants"] if mutant["status"] not in UNTRIED]
        if name is None or not tried:
            continue
        lived = [mutant for mutant in tried if mutant["status"] not in ("Killed", "Timeout")]
        killed = len(tried) - len(lived)
        if killed:
            seen.add(name)
        killed_in_all, tried_in_all = killed_in_all + killed, tried_in_all + len(tried)
        print(f"{killed:4} of {len(tried):3}  {name}")
        for mutant in lived:
            change = f"{text(file['source'], mutant['location'])} => {' '.join((mutant.get('replacement') or '').split())}"
            why = reasons.get((name, change), "" if mutant["status"] == "Survived" else mutant["status"])
            survivors.append(f"{name}:{mutant['location']['start']['line']}  {change}" + (f"  ({why})" if why else ""))

print(f"{killed_in_all:4} of {tried_in_all:3}  in all")
if survivors:
    print("\nSurvivors:", *survivors, sep="\n  ")
missed = [name for name in wanted if name not in seen]
if missed:
    sys.exit("No mutant was killed of: " + ", ".join(missed))
