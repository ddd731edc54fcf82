"""Answers with margins that a test chooses; what the margins leave open is dealt out in turn."""

from itertools import cycle

CONSORTIUM = {
    "programme": "consortium",
    "yes": {
        "goal": {"met": 97, "not_met": 59, "none": 39},
        "F9": {"up": 82, "flat": 68, "down": 40, "stopped": 5},
        "F10": {"success": 60, "notyet": 17, "failed": 94, "noplan": 24},
        "F11": {"yes": 179, "no": 16},
        "F14": {"yes": 100, "no": 95},
    },
    "no": {"F11": {"yes": 140, "no": 60}, "F14": {"yes": 80, "no": 120}},
    "F12": {"pr": 54, "hr": 36, "product": 89},
    "F15": {"b10": 108, "b20": 26, "b30": 20, "b50": 20, "b100": 4, "over": 2},
}
EC = {
    "programme": "ec",
    "yes": {
        "F5": {"dom": 60, "cb": 30, "both": 25, "none": 69},
        "goal": {"met": 75, "not_met": 49, "none": 60},
        "F9": {"up": 56, "flat": 77, "down": 51},
        "F10": {"success": 30, "notyet": 15, "failed": 79, "noplan": 60},
        "F11": {"yes": 127, "no": 57},
        "F14": {"yes": 55, "no": 129},
    },
    "no": {"F5": {"dom": 95, "none": 209}, "F11": {"yes": 137, "no": 167}, "F14": {"yes": 62, "no": 242}},
    "F12": {"hr": 38, "pr": 25, "site": 64},
    "F15": {"b10": 93, "b20": 6, "b30": 4, "b50": 10, "over": 4},
}


def calibrated():
    """Answers that give every published count."""
    return population(CONSORTIUM) + population(EC)


def population(margins):
    """Answers with these margins. Values are dealt out in another order for each question."""
    answers = []
    for success in ("yes", "no"):
        wanted = margins[success]
        total = sum(next(iter(wanted.values())).values())
        group = [{"programme": margins["programme"], "F7": success, "F6": "amt"} for _ in range(total)]
        for step, (question, counts) in enumerate(wanted.items(), start=1):
            values = [value for value, count in counts.items() for _ in range(count)]
            for position, value in enumerate(values):
                group[(position * 7 + step) % total][question] = value
        answers += group
    for number, answer in enumerate(answers):
        answer["firm_ref"] = f"F-{number:05d}"
        answer["F2"] = number % 48
        if answer["F7"] == "yes":
            goal = answer.pop("goal")
            answer |= {"F6": "none"} if goal == "none" else {"F8": goal}
            answer["F7s"] = "yes" if number % 10 == 0 else "no"
        else:
            answer["F13"] = ("org", "price") if number % 3 else ("appeal",)
            if answer["F11"] == "yes":
                answer["F12"] = ("fair",)
    _deal(answers, "F12", margins["F12"], lambda a: a["F7"] == "yes" and a["F11"] == "yes", several=True)
    _deal(answers, "F15", margins["F15"], lambda a: a["F14"] == "yes")
    return answers


def _deal(answers, question, counts, asked, *, several=False):
    values = cycle([value for value, count in counts.items() for _ in range(count)])
    for answer in answers:
        if asked(answer):
            value = next(values)
            answer[question] = (value,) if several else value
