"""Codes on problems and escalation; see `sowgen.codes` for what a code holds."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code("E101", "error", "Clocks of a severity out of order",
         "A problem is acknowledged, then contained, then planned against, then closed. A later "
         "step that is due before an earlier one cannot be kept.",
         "s2: {name: Major, containment: 3 working days, action_plan: 2 working days}",
         "Lengthen the later clock, or shorten the earlier one."),
    Code("E102", "error", "Worse problem handled more slowly",
         "Severities stand with the worst first. Here one has more time than the lesser one after "
         "it, so that nobody would report a problem as the worse.",
         "s1: {name: Critical, containment: 2 days}\ns2: {name: Major, containment: 24 hours}",
         "Shorten the clock of the worse severity, or put the severities in order."),
    Code("E103", "error", "Hours without a calendar",
         "`4 hours` run through the night. Where nobody acts at any hour, the two sides will read "
         "them differently.",
         "s3: {name: Minor, acknowledge: 4 hours}",
         "Write `4 working hours`, `4 calendar hours`, or `round_the_clock: true` for a severity "
         "for which somebody is on call."),
    Code("E104", "warning", "Reports rarer than the plan",
         "The first report on progress would come after the plan that it should lead to.",
         "s2: {name: Major, update_every: 5 working days, action_plan: 2 working days}",
         "Shorten `update_every`."),
    Code("E105", "error", "Ladder that does not rise",
         "Each level has until a time from the report; a level whose time is over when the one "
         "below it still has time would never be used.",
         "ladder:\n  l1: {name: Engineers, until: 2 working days}\n"
         "  l2: {name: Managers, until: 1 working day}",
         "Count every level from the report: 1, 2, 5 and 10 working days."),
    Code("E106", "error", "Level with nobody on one side",
         "An escalation that finds nobody ends there. Each level pairs a person of the OEM with "
         "one of the EMS, who has to be named among the contacts.",
         "l2: {name: Managers, oem: oem.program}  # and no `ems:`",
         "Name a role that a contact holds, or a contact, or write `not stated`.",
         across=("escalation", "sow")),
    Code("E107", "error", "One person on two levels",
         "The problem would go up and reach the person who could not solve it below.",
         "l2: {name: Managers, oem: oem.program}\nl3: {name: Heads, oem: oem.program}",
         "Name somebody with more authority on the higher level, or drop one of the levels."),
    Code("E108", "warning", "Level without a deputy",
         "While the one person is away, the time of the level runs out.",
         "contacts:\n  ben: {name: Ben Sample, …}  # no `deputy`, and on a level of the ladder",
         "Add `deputy:` to the contact, or `oem_deputy:` or `ems_deputy:` to the level."),
    Code("E109", "error", "Nobody to reach at night",
         "The severity is handled at any hour, but nobody who is told of it on this side has a "
         "number for the time after work.",
         "s1: {name: Critical, round_the_clock: true, acknowledge: 1 hour}\n"
         "contacts: …  # no `out_of_hours`",
         "Add `out_of_hours:` to a contact whose role is told at once, or who stands on the level "
         "at which the severity starts.",
         across=("escalation", "sow")),
    Code("E110", "warning", "Ladder longer than the time before the forum",
         "A party could go to court or arbitration while the ladder still has levels to go.",
         "ladder: {l4: {name: Executives, until: 60 days}}\nlegal: {disputes: {period: 30}}",
         "Shorten the ladder, or lengthen `legal.disputes.period`.",
         across=("escalation", "sow")),
    Code("E111", "error", "Steps of the 8D report out of order",
         "A step is due before the one that it builds on.",
         "steps:\n  d3: {name: Containment, by: 2 days}\n  d4: {name: Root cause, by: 1 day}",
         "Let the times from the report rise from step to step."),
    Code("E112", "error", "Step of the 8D report later than the clock of the severity",
         "A step with a time of its own has more of it than the severity allows, for a problem "
         "that needs a report: containment (`d3`) against `containment`, cause and chosen action "
         "(`d4`, `d5`) against `action_plan`, closure (`d8`) against `closure`, or the clock that "
         "the step names.",
         "s1: {name: Critical, containment: 24 hours}\n"
         "steps: {d3: {name: Containment, by: 48 hours}}",
         "Write `clock: containment` in place of `by`: the step then takes the time of each "
         "severity. Or write a shorter time in the step."),
    Code("E113", "warning", "Safety not provided for",
         "A danger to people has to be a problem of the worst severity, handled at any hour; here "
         "it is not.",
         "severities:\n  s1: {name: Critical, criteria: [line down]}",
         "Add `safety: true` to the first severity, with a criterion that says so, and "
         "`round_the_clock: true`."),
    Code("E114", "error", "A person's mistake as root cause",
         "Whoever stops at “operator error” leaves in place what allowed the mistake and what let "
         "it pass. It comes back, and people stop reporting.",
         "cause_classes: [design, material, operator error]",
         "Name what can be changed: instruction, training, fixture, process, environment."),
    Code("E115", "warning", "Person on the ladder who cannot be reached",
         "A person on the ladder needs a telephone number and an e-mail address.",
         "contacts:\n  ben: {name: Ben Sample, email: ben@oem.example.com}  # no `phone`",
         "Add them to the contact, or write `not stated`.",
         across=("escalation", "sow")),
    Code("E116", "error", "Channel that is not agreed",
         "A severity is to be reported by a channel that the annex on communication does not have.",
         "severities:\n  s1: {name: Critical, channels: [hotline]}",
         "Add it under `communication.channels`, or name one that is there.",
         across=("communication", "escalation")),
    Code("E117", "warning", "No row for corrective action or for the stop of the line",
         "In strict mode the matrix says who answers for everything that the annexes ask for.",
         "raci: {strict: true, …}\nescalation: {severities: …}  # no `rows`",
         "Name the rows: `rows: {corrective_action: capa, stop_line: stop-line}`.",
         across=("escalation", "raci")),
    Code("E118", "error", "Unknown severity or level",
         "The annex names a severity or a level of the ladder that it does not have.",
         "severities:\n  s1: {name: Critical, starts_at: l9}",
         "Use an id under `escalation.severities` or `escalation.ladder`."),
    Code("E119", "error", "Site of the wrong side",
         "Reports go from a site of one side to a site of the other.",
         "received_at: {ems: lab}  # a site of the OEM",
         "Name a site of that side, the OEM or the EMS."),
    Code("E120", "error", "Nothing to leave out",
         "`leave_out` names an entry that the shipped escalation does not have.",
         "escalation: {standard: true, leave_out: [s9]}",
         "Use the id of a severity, level or step in templates/escalation/defaults.yaml."),
    Code("E121", "warning", "Severity without a time to answer",
         "Nobody knows when a report counts as received.",
         "s2: {name: Major, containment: 24 hours}",
         "Add `acknowledge:`, or write `not stated`."),
    Code("E122", "warning", "Channel slower than the severity",
         "A report is to be acknowledged by one time, but the channel by which it may come is "
         "answered later, or only in working time although the severity is handled at any hour.",
         "severities:\n  s1: {name: Critical, acknowledge: 4 hours, channels: [ticket]}\n"
         "channels:\n  ticket: {matter: Questions, medium: ticket, answer_within: 1 working day}",
         "Take a faster channel for the severity, shorten `answer_within`, or lengthen "
         "`acknowledge`.",
         across=("communication", "escalation")),
    Code("E130", "warning", "Annex slower than the contract",
         "The clause on problem notification gives a serious problem less time than the annex "
         "does. The contract ranks first, so the time in the annex would mislead.",
         "s1: {name: Critical, serious: true, containment: 3 days}\n"
         "quality: {corrective_action: {containment: 24}}",
         "Shorten the clock of the annex, lengthen the one of the clause, or take `serious` away.",
         across=("escalation", "sow")),
    Code("E201", "warning", "Site without a time zone",
         "Deadlines are shown in the local times of both sites.",
         "parties:\n  ems: {sites: {plant: {name: Plant}}}",
         "Add `tz:` to the site."),
    Code("E202", "error", "Time that does not exist",
         "On the day on which summer time begins, clocks jump over an hour.",
         "examples:\n  night: {name: Found at night, at: 2027-03-28 02:30, site: plant}",
         "Write a time before or after that hour."),
    Code("E203", "warning", "Clocks that end in the wrong order on a real date",
         "One clock runs round the clock and the other in working time. Over a weekend or a "
         "holiday the later step is due first.",
         "s2: {acknowledge: 1 working day, containment: 24 calendar hours, …}",
         "Count both in the same way."),
)  # fmt: skip
