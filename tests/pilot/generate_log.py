#!/usr/bin/python3
"""Writes invented log lines and, beside them, the figures that a summary of them must give, counted here independently.

Usage: generate_log.py LINES LOG FIGURES.json [SEED]
"""
import datetime
import json
import random
import sys

FINDINGS = ["visible-crowd", "visible-strangers", "outside-recipient", "metadata", "encrypted", "forgotten-attachment", "internal-not-configured"]


def main():
    count, log, figures = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    rng = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    people = ["%016x" % rng.getrandbits(64) for _ in range(max(2, count // 400))]
    start = datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone.utc)
    want = {k: 0 for k in ("bad_lines", "starts", "mails", "observed", "dialogs", "would_ask", "fast_answers", "attachments", "attachments_read")}
    verdicts = dict.fromkeys(("pass", "confirm", "justify", "block", "unchecked"), 0)
    answers = dict.fromkeys(("sent", "changed", "cancelled", "blocked"), 0)
    found = dict.fromkeys(FINDINGS, 0)
    weeks, persons = set(), set()
    with open(log, "w", encoding="utf-8") as out:
        for i in range(count):
            if rng.random() < 0.002:
                out.write(rng.choice(['{"kind":"check","time":', "\x00\x01\x02", "{}", '{"kind":"check","time":"yesterday","verdict":"pass"}']) + "\n")
                want["bad_lines"] += 1
                continue
            when = start + datetime.timedelta(minutes=i * 60 * 24 * 84 // count)
            who = rng.choice(people)
            line = {"log": 1, "kind": "check", "time": when.strftime("%Y-%m-%dT%H:%M:%SZ"), "id": who, "client": "thunderbird", "program": "0.1.0", "policy": "0" * 16,
                    "mode": "observe" if i < count // 3 else "ask"}
            if rng.random() < 0.05:
                line["kind"] = "start"
                want["starts"] += 1
                out.write(json.dumps(line) + "\n")
                continue
            verdict = rng.choices(list(verdicts), [90, 6, 2, 1, 0.3])[0]
            chosen = rng.sample(FINDINGS, rng.randint(0, 3))
            files = {rng.choice(["xlsx", "pdf", "zip"]): rng.randint(1, 3)} if rng.random() < 0.3 else {}
            read = rng.randint(0, sum(files.values()))
            observe, asks = line["mode"] == "observe", verdict != "pass"
            answer = rng.choice(list(answers)) if asks and not observe else "sent"
            seconds = round(rng.uniform(0.5, 20), 2)
            line.update(verdict=verdict, shown=asks, findings={f: rng.randint(1, 2) for f in chosen}, recipients={"external": 3}, attachments=files,
                        attachments_read=read, ms=rng.randint(1, 900), answer=answer, remedies=[], seconds=seconds)
            out.write(json.dumps(line, separators=(",", ":")) + "\n")
            want["mails"] += 1
            want["observed"] += observe
            verdicts[verdict] += 1
            for f in chosen:
                found[f] += 1
            want["attachments"] += sum(files.values())
            want["attachments_read"] += read
            want["would_ask"] += observe and asks
            if asks and not observe:
                want["dialogs"] += 1
                answers[answer] += 1
                want["fast_answers"] += seconds < 2
            persons.add(who)
            weeks.add((who, when.isocalendar()[:2]))
    want.update(lines=count, verdicts=verdicts, answers=answers, installations=len(persons), person_weeks=len(weeks))
    want["findings"] = {f: n for f, n in found.items() if n}
    json.dump(want, open(figures, "w"))


main()
