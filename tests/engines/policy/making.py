"""Small versions of a policy, written as their files."""

import tomli_w

from banso.engines.policy.folder import read_files

FACTS = {
    "stage": {"kind": "text", "values": ["plan", "first", "growth"]},
    "word": {"kind": "text"},
    "pct": {"kind": "number"},
    "count": {"kind": "number", "whole": True, "least": 0, "most": 10},
    "promised": {"kind": "boolean"},
    "due": {"kind": "date"},
}


def titled(entry):
    return {"title_ja": f"{entry['name']}の題", "title_en": f"Title of {entry['name']}", **entry}


def files(*tables, facts=FACTS, results=None, **head):
    """The files of a version. A table: name, hit (with ":" and aggregation), outputs, CSV without reasons."""
    written, declared, outputs_of_all = {}, [], []
    for name, hit, outputs, text in tables:
        policy, _, aggregation = hit.partition(":")
        columns = [titled({"name": column, **kind}) for column, kind in outputs.items()]
        table = titled({"name": name, "hit": policy, "outputs": columns})
        declared.append(table | ({"aggregation": aggregation} if aggregation else {}))
        lines = text.strip().splitlines()
        rows = [f"{line.strip()},理由{n},Reason {n},proposed" for n, line in enumerate(lines[1:], start=1)]
        written[f"{name}.csv"] = "\n".join([f"{lines[0].strip()},reason_ja,reason_en,source", *rows]) + "\n"
        outputs_of_all += outputs
    policy = {
        "id": "small",
        "title_ja": "小さい版",
        "title_en": "Small",
        "results": list(results if results is not None else outputs_of_all),
        "facts": [titled({"name": name, **fact}) for name, fact in facts.items()],
        "tables": declared,
        **head,
    }
    return {"policy.toml": tomli_w.dumps(policy), **written}


def policy(*tables, **head):
    """The version of some tables, which must be readable."""
    reading = read_files(files(*tables, **head))
    assert reading.faults == ()
    return reading.policy


TEXT = {"kind": "text", "values": ["good", "fair", "bad"]}
NUMBER = {"kind": "number"}
