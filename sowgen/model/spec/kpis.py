"""Key figures: how each is counted, what is aimed at, what follows below the floor."""

from __future__ import annotations

from sowgen.model.spec.base import Date, Id, Measure, SpecModel, Texts, need, opt
from sowgen.model.values import Stated, Text


class Kpi(SpecModel):
    """A key figure of the relationship."""

    name: Text = need("Name of the figure.", "First pass yield")
    formula: Text | None = opt("Formula in words.", "units passing first time / units tested")
    numerator: Text | None = opt("What is counted.", "units that pass first time")
    denominator: Text | None = opt("What it is divided by.", "units tested")
    unit: Text | None = opt("Unit.", "%", "ppm")
    target: Stated[Measure] | None = opt("Value aimed at.", "98 %", "500 ppm")
    floor: Stated[Measure] | None = opt("Worst value without remedy.", "95 %")
    period: Stated[Text] | None = opt("Period it is counted over.", "calendar month")
    source: Stated[Text] | None = opt("Where the data come from.", "EMS production system")
    owner: Id | None = opt("Id of the role that reports it.", "ems.quality")
    product: Id | None = opt("Id of the product. Default: all.", "widget")
    starts: Stated[Date] | None = opt("Date from which it is counted.", "2027-09-01")
    exclusions: Stated[Texts] | None = opt("What is left out of the count.", ["prototypes"])
    remedy: Stated[Text] | None = opt(
        "What follows below the floor.", "recovery plan in 5 working days"
    )
