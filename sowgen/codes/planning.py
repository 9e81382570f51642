"""Codes of the computed schedule (`T2xx`); see `sowgen.codes` for what a code holds."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code(
        "T201", "error", "Activity that leads to the gate it waits for",
        "A gate waits for every activity that names it under `gate`; such an activity cannot "
        "wait for the gate in turn, directly or through others.",
        "activities: {fai: {name: First article, gate: g4, after: g4}}",
        "Remove the activity's `gate`, or the link by which it waits.",
    ),
    Code(
        "T202", "warning", "Schedule without a date to start from",
        "Neither the start nor the wanted delivery is a date, so no date can be computed and "
        "the schedule annex is left out.",
        "schedule: {start: to be agreed}",
        "Write `schedule.start` or `schedule.wanted_delivery` as year-month-day.",
    ),
    Code(
        "T203", "error", "Country or province without known holidays",
        "Public holidays are looked up by code; with a wrong code every date would be wrong.",
        "calendars: {plant: {country: XX}}",
        "Use the ISO 3166 codes of the country and of its state or province.",
    ),
    Code(
        "T204", "warning", "Year without published holidays",
        "The calendar data hold no public holidays of that country in that year. Either they "
        "are suspended or nobody has published them; the schedule assumes that work goes on.",
        "a schedule in Ukraine in 2027",
        "Ask the site, and state the free days as `shutdowns` of its calendar.",
    ),
    Code(
        "T205", "warning", "Make-up days not yet published",
        "The country lets people work on some free days to make up for holidays, and it has "
        "not yet said which; bridge days are missing for the same reason. Dates may move.",
        "a schedule in China in 2027, computed in 2026",
        "Update the `holidays` package when the year is published, or state `make_up_days` and "
        "`shutdowns`.",
    ),
    Code(
        "T206", "info", "Holidays that depend on the moon",
        "These holidays are fixed by observation shortly before; the dates are estimates.",
        "Eid al-Fitr in a plant's calendar",
        "Leave a day or two of float around them.",
    ),
    Code(
        "T207", "error", "Calendar that never works, or date out of range",
        "A date lies a century or more from the schedule, or the free days of the calendars "
        "that a joint activity follows leave no day in common.",
        "duration: 90000 working days",
        "Correct the duration, the lag or the calendar.",
    ),
    Code(
        "T208", "warning", "Start on a day that is not worked",
        "The date falls on a weekend, a holiday or a shutdown; work starts on the next "
        "working day.",
        "must_start_on: 2027-05-01",
        "Write a working day of that calendar.",
    ),
    Code(
        "T210", "warning", "Deadline missed",
        "On the computed dates the activity ends after the day wished for.",
        "deadline: 2027-06-15",
        "Shorten or overlap activities on the path named, start earlier, or move the deadline.",
    ),
    Code(
        "T211", "warning", "Wanted delivery missed",
        "On the computed dates the product arrives after the day on which it is wanted.",
        "wanted_delivery: 2027-09-01",
        "Shorten or overlap activities on the path named, start earlier, or agree a later day.",
    ),
    Code(
        "T212", "error", "Latest end passed",
        "`not_after` is a day that must be kept, and the computed end is later.",
        "not_after: 2027-06-30",
        "Shorten or overlap activities on the path named, or move the day.",
    ),
    Code(
        "T213", "error", "Fixed start before what the activity waits for",
        "The activity must start on a day on which the activities before it are not finished.",
        "must_start_on: 2027-03-01",
        "Move the day, or remove the link that stands against it.",
    ),
    Code(
        "T214", "warning", "Agreed milestone missed",
        "The day agreed for the milestone is earlier than the computed one.",
        "milestones: {first: {name: First lot, after: ship, date: 2027-08-01}}",
        "Agree a later day, or shorten the path named.",
    ),
    Code(
        "T215", "warning", "Start of production not found",
        "The schedule annex opens with the day production starts, and no activity, milestone "
        "or gate can be recognised as it.",
        "activities: {make-it: {name: Make it, duration: 10}}",
        "Give the activity an id that ends in `production`, `build`, `assembly` or `smt`, or "
        "call it `production-start`.",
    ),
    Code(
        "T220", "error", "Document due after the work that needs it",
        "The date stated for the document is later than the last day on which that work can "
        "start and still hold the schedule.",
        "documents: {bom: {name: BOM, due: 2027-06-01}}",
        "Write a date not later than the one in the hint, or move the activity.",
    ),
    Code(
        "T221", "warning", "Document due later than planned for",
        "The stated date holds only if the work starts later than planned, or leaves the "
        "receiver no time for its check.",
        "due: 2027-03-01  # the activity starts on 2027-03-01, review: 3",
        "Write a date not later than the one in the hint.",
    ),
)  # fmt: skip
