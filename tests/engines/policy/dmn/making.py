"""DMN files for tests, written out from few words."""

from xml.sax.saxutils import escape, quoteattr

from banso.engines.policy.compiled import compile_policy
from banso.engines.policy.dmn import read_dmn

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def attributes(**given):
    return "".join(f" {name}={quoteattr(str(value))}" for name, value in given.items() if value is not None)


def text(value, tag="text"):
    return f"<{tag}>{escape(value)}</{tag}>"


def input_data(name, kind=None):
    return (
        f"<inputData{attributes(id='i_' + name, name=name)}>"
        f"<variable{attributes(name=name, typeRef=kind)}/></inputData>"
    )


def requirements(needs):
    """`i:Name` an input, `d:Name` a decision, `f:Name` a function."""
    found = {"i": ("information", "requiredInput"), "d": ("information", "requiredDecision")}
    found["f"] = ("knowledge", "requiredKnowledge")
    lines = []
    for need in needs:
        letter, name = need.split(":", 1)
        kind, tag = found[letter]
        href = attributes(href=f"#{letter}_{name}")
        lines.append(f"<{kind}Requirement><{tag}{href}/></{kind}Requirement>")
    return "".join(lines)


def decision(name, logic, needs=(), kind=None):
    return (
        f"<decision{attributes(id='d_' + name, name=name)}><variable{attributes(name=name, typeRef=kind)}/>"
        f"{requirements(needs)}{logic}</decision>"
    )


def literal(expression):
    return f"<literalExpression>{text(expression)}</literalExpression>"


def function(name, parameters, expression, needs=()):
    formal = "".join(f"<formalParameter{attributes(name=parameter)}/>" for parameter in parameters)
    return (
        f"<businessKnowledgeModel{attributes(id='f_' + name, name=name)}><variable{attributes(name=name)}/>"
        f"<encapsulatedLogic>{formal}{literal(expression)}</encapsulatedLogic>"
        f"{requirements(needs)}</businessKnowledgeModel>"
    )


def output(name=None, kind=None, values=None, default=None):
    inside = f"<outputValues>{text(values)}</outputValues>" if values else ""
    inside += f"<defaultOutputEntry>{text(default)}</defaultOutputEntry>" if default else ""
    return f"<output{attributes(name=name, typeRef=kind)}>{inside}</output>"


def table(inputs, outputs, rules, hit=None, aggregation=None, annotations=()):
    """`inputs`: expressions; a rule: cells of inputs, then of outputs, then of annotations."""
    lines = [f"<decisionTable{attributes(hitPolicy=hit, aggregation=aggregation)}>"]
    lines += [f"<input><inputExpression>{text(one)}</inputExpression></input>" for one in inputs]
    lines += outputs
    lines += [f"<annotation{attributes(name=name)}/>" for name in annotations]
    ends = (len(inputs), len(inputs) + len(outputs))
    for rule in rules:
        cells = [f"<inputEntry>{text(cell)}</inputEntry>" for cell in rule[: ends[0]]]
        cells += [f"<outputEntry>{text(cell)}</outputEntry>" for cell in rule[ends[0] : ends[1]]]
        cells += [f"<annotationEntry>{text(cell)}</annotationEntry>" for cell in rule[ends[1] :]]
        lines.append(f"<rule>{''.join(cells)}</rule>")
    return "".join([*lines, "</decisionTable>"])


def definitions(*parts, namespace=NAMESPACE, head=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        f'<definitions xmlns="{namespace}" name="invented" namespace="urn:invented" id="x">'
        f"{''.join(parts)}</definitions>"
    ).encode()


def read(*parts, **given):
    return read_dmn(definitions(*parts, **given), "invented.dmn")


def rules(*parts, **given):
    """The rules that a file breaks."""
    return [fault.rule for fault in read(*parts, **given).faults]


def only_fault(*parts, **given):
    (fault,) = read(*parts, **given).faults
    return fault


def decide(parts, facts=None, decisions=None):
    reading = read(*parts)
    assert not reading.faults, reading.faults
    return compile_policy(reading.policy, decisions).decide(facts or {})


def outputs(parts, facts=None):
    return dict(decide(parts, facts).outputs)


def value(expression, kinds=None, facts=None):
    """What an expression over inputs gives."""
    kinds = kinds or {}
    parts = [input_data(name, kind) for name, kind in kinds.items()]
    parts.append(decision("It", literal(expression), [f"i:{name}" for name in kinds]))
    return outputs(parts, facts)["It"]
