"""The table of goals: rows with what was measured, as text and as JSON."""


# How much dearer a line may be at another size than at the smallest and still count as linear or flat; our own bound.
FLAT = 1.25


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, goal, stretch, value, unit, how, atLeast=False):
        """goal and stretch: bounds of the value in its unit, or nil. atLeast: whether more is better."""

        def reaches(bound):
            if bound is None or value is None:
                return None
            return value >= bound if atLeast else value <= bound

        self.rows.append(
            {"what": what, "goal": goal, "stretch": stretch, "value": value, "unit": unit, "at_least": atLeast,
             "how": how, "is_met": reaches(goal), "is_stretch_met": reaches(stretch)}
        )  # fmt: skip

    def missing(self, what, goal, stretch, unit, why, atLeast=False):
        self.add(what, goal, stretch, None, unit, f"not measured: {why}", atLeast)

    def flat(self, what, costs, unit, more=""):
        """costs: by size, from the smallest on; the dearest of the others against it."""
        values = list(costs.values())
        how = ", ".join(f"{name}: {short(value)}" for name, value in costs.items()) + f" {unit}{more}"
        self.add(what, FLAT, None, max(values[1:]) / values[0], "times", how)

    def text(self):
        cells = [("what", "goal", "stretch", "measured", "met", "from")]
        for row in self.rows:
            unit = row["unit"]
            value = "–" if row["value"] is None else f"{short(row['value'])} {unit}"
            met = {True: "yes", False: "no", None: "–"}[row["is_met"]]
            if row["is_stretch_met"]:
                met = "yes, stretch too"
            bounds = ["" if row[key] is None else f"{short(row[key])} {unit}" for key in ("goal", "stretch")]
            cells.append((row["what"], *bounds, value, met, row["how"]))
        lines = ["| " + " | ".join(line) + " |" for line in cells]
        lines.insert(1, "| " + " | ".join("---" for _ in cells[0]) + " |")
        return "\n".join(lines)


def short(value):
    """Three digits that count."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
