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
        "Public holidays are looked up by code; with a wrong code every date would be wrong. A "
        "`subdivision` is checked on calendars, sites and parties, whether or not dates follow it.",
        "calendars: {plant: {country: XX}}",
        "Use the ISO 3166-1 code of the country and the ISO 3166-2 code of its state or province "
        "without the country (`BY`, not `DE-BY`), or its name; the finding lists them.",
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
        "T209", "info", "Half public holidays that count in full",
        "The country shortens some working days by law, for everybody or for some people only; "
        "nothing says whether they count here.",
        "a plant in Estonia, where the day before some holidays ends three hours earlier",
        "Write `public_half_days: half` or `public_half_days: full` in the calendar.",
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
        "T216", "warning", "Activity that nothing waits for",
        "Its delay would move nothing, so its float means nothing.",
        "certification: {name: Certification, duration: 40, after: dvt}",
        "Name it in the `after:` of what needs it, or give it the gate it leads to.",
    ),
    Code(
        "T220", "error", "Document due after the work that needs it",
        "The date stated for the document, or given by its rule, is later than the last day on "
        "which that work can start and still hold the schedule.",
        "documents: {bom: {name: BOM, due: 2027-06-01}}",
        "Write a date not later than the one in the hint, or move the activity.",
        across=("sow", "schedule"),
    ),
    Code(
        "T221", "warning", "Document due later than planned for",
        "The date, stated or given by a rule, holds only if the work starts later than planned, "
        "or leaves the receiver no time for its check. A rule can miss work that comes before the "
        "step it counts from.",
        "due: 2027-03-01  # the activity starts on 2027-03-01, review: 3",
        "Write a date not later than the one in the hint, count from the first step that needs "
        "the document, or leave `due` out.",
        across=("sow", "schedule"),
    ),
    Code(
        "T222", "warning", "Document due after the gate that freezes it",
        "From that gate on it changes only by an engineering change, and it is not there yet.",
        "bom: {due: 2027-06-01, frozen_at: g2}  # G2 is signed on 2027-05-12",
        "Write an earlier date, or freeze it at a later gate.",
        across=("sow", "schedule"),
    ),
    Code(
        "T223", "warning", "Deliverable due before it is made",
        "On the computed dates the activity that makes it ends later than the day it is due.",
        "deliverables: {fai-report: {activity: fai, due: 2027-03-01}}",
        "Write a day after the end of the activity, or name the activity itself.",
        across=("sow", "schedule"),
    ),
    Code(
        "T224", "warning", "Approval on a calendar of which the approver is not part",
        "The days would be counted on which others work, and the approver may be closed.",
        "fai-approval: {owner: oem.quality, calendar: plant, approval_of: fai-report}",
        "Leave `calendar` out, so that the approver's own one counts.",
        across=("raci", "schedule"),
    ),
    Code(
        "T225", "warning", "First delivery after the end of the first term",
        "The agreement may have ended before the first product is delivered.",
        "term: {initial: 12 months}  # the delivery is planned for month 14",
        "Lengthen the term, or shorten the schedule.",
        across=("sow", "schedule"),
    ),
)  # fmt: skip
