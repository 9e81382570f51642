"""The files of the small workspace in `lamp.py`, as they are at the beginning."""

from __future__ import annotations

import yaml

from tests.documents.deal import TINY

PARTIES = yaml.safe_dump({"parties": TINY["parties"]}, sort_keys=False, width=10**6)
DEAL = f"""package: {{id: lamp, title: Manufacture of the lamp, reference: LAMP-1}}
{PARTIES}roles:
  oem.quality: {{party: oem, name: Quality of the customer, short: QC}}
  ems.quality: {{party: ems, name: Quality of the plant, short: QM}}
clauses: {{stance: balanced}}
commercial: {{payment: {{days: 20 days}}}}
"""
SETTINGS = """language: en
authority:
  - {id: buyer, title: Buyer}
  - {id: legal, title: General Counsel}
pdf: {standard: a-2b}
"""
PAYMENT = """---
title: Payment
version: 1.0.0
order: 10
summary: When the customer pays.
parameters:
  days:
    type: duration
    description: Time to pay an invoice
    from: commercial.payment.days
    default: 30 days
    range: 10 days .. 60 days
requires: [scope]
conflicts: ["ems -> scope"]
authority: {oem: buyer, balanced: buyer, ems: legal}
---

# OEM

{{ oem | capital }} shall pay each [Invoice]{.def} within {{ days }} of it.

# Balanced

{{ oem | capital }} shall pay each [Invoice]{.def} within {{ days }} of its date.

1. in full; and
2. once.

# EMS

{{ oem | capital }} shall pay each [Invoice]{.def} at once.
"""
SCOPE = """---
title: Scope
version: 1.0.0
order: 20
summary: What is made.
---

# Standard

{{ ems | capital }} shall make the lamp, for which an Invoice is paid under {{ ref("payment") }}.
"""
INTEREST = """---
title: Interest
version: 1.0.0
order: 30
summary: What a late payment costs.
parameters:
  rate: {type: percent, description: Interest for a month, default: 1 % of the amount}
applies_when: commercial.payment.days
---

# Standard

| late | costs |
|------|-------|
| a month | {{ rate }} |
"""
OWN = """---
title: Colour
version: 1.0.0
order: 5
area: general
reason: The lamp is red.
summary: The colour of the lamp.
---

# Standard

The lamp is red, as {{ ref("scope") }} leaves open. ☃
"""
RULES = """---
title: Rules
version: 1.0.0
order: 10
document: plan
summary: Rules of the plan.
---

# Standard

{{ ems | capital }} keeps the dates.
"""
SOW = """---
title: statement_of_work
order: 10
signatures: true
---

# Work {#work}

{{ package.title }} for {{ oem }}, as {{ ref("dates") }} has it. {{ word("sow_lead") }}

{{ clauses("general") }}

{{ clauses("money") }}

{{ stated("package") }}

{{ signatures() }}
"""
PLAN = """---
title: schedule
order: 20
exports: {ics: milestones}
---

# Dates {#dates}

{% if schedule %}
{{ figure("gantt") }}
{% endif %}

{{ clauses("rules") }}

See {{ ref("payment") }}.
"""
NOTE = """---
title: responsibilities
order: 30
audience: internal
exports: {xlsx: matrix}
---

# Who does what

{% if raci %}
Each does this:

{% for a in raci.activities %}
1. {{ a.name }}
{% endfor %}
{% endif %}
"""
RACI = """variant: RACI
activities:
  make: {name: Make the lamp, letters: {ems.quality: "A, R", oem.quality: I}}
  look: {name: Look at the lamp, letters: {oem.quality: "A, R"}}
"""
SCHEDULE = """start: 2027-02-01
activities:
  tools: {name: Tools, owner: ems.quality, duration: 5}
  lamps: {name: Lamps, owner: ems.quality, duration: 10, after: tools}
"""
PAGE = """#let d = json("document.json")
#set document(title: d.title)
#set page(width: 400pt, height: auto)
// "Figure"
#d.title
#let step(sum, letter) = calc.rem(sum * 31 + str.to-unicode(letter), 1000003)
#repr(d).codepoints().fold(0, step)
"""
