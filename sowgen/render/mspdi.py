"""The format `mspdi`: a `Network` as Microsoft Project's XML, read by Project 2007 and later.

The order of the elements is that of Microsoft's schema for the format (mspdi_pj12.xsd, with
the two elements `Active` and `Manual` that Project 2010 added): programs refuse another one.
Links and constraints are codes of that schema.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from sowgen.model.network import (
    Constraint,
    Network,
    NetworkCalendar,
    NetworkException,
    NetworkLink,
    NetworkResource,
    NetworkTask,
    Shifts,
)
from sowgen.model.spec.schedule import LinkType

NAMESPACE = "http://schemas.microsoft.com/project"

LINK_TYPES: Mapping[LinkType, int] = MappingProxyType({"FF": 0, "FS": 1, "SF": 2, "SS": 3})
CONSTRAINTS: Mapping[Constraint, int] = MappingProxyType(
    {
        "as_soon_as_possible": 0,
        "must_start_on": 2,
        "start_no_earlier_than": 4,
        "finish_no_later_than": 7,
    }
)
_DAYS, _ELAPSED_DAYS = 7, 8
_FIXED_DURATION = 1
_TEXT_1 = "188743731"
"""The number of the text column that shows the tasks' ids."""
_LONGEST = 512


def write(data: Network) -> bytes:
    """The file's bytes: the same network, the same bytes."""
    project = etree.Element(f"{{{NAMESPACE}}}Project", nsmap={None: NAMESPACE})
    _put(
        project,
        SaveVersion=14,
        Title=_cut(data.title),
        Author=_cut(data.author),
        CreationDate=data.stamp,
        ScheduleFromStart=True,
        StartDate=data.start,
        FinishDate=data.finish,
        CriticalSlackLimit=0,
        CalendarUID=data.calendar,
        DefaultStartTime=datetime.time(8),
        DefaultFinishTime=datetime.time(17),
        MinutesPerDay=480,
        MinutesPerWeek=2400,
        DaysPerMonth=20,
        DefaultTaskType=_FIXED_DURATION,
        DurationFormat=_DAYS,
        HonorConstraints=False,
        NewTasksEffortDriven=False,
        NewTasksEstimated=False,
        NewTasksAreManual=False,
    )
    attributes = _add(project, "ExtendedAttributes")
    _put(_add(attributes, "ExtendedAttribute"),
         FieldID=_TEXT_1, FieldName="Text1", Alias=_cut(data.id_label))  # fmt: skip
    calendars = _add(project, "Calendars")
    for calendar in data.calendars:
        _calendar(calendars, calendar)
    tasks = _add(project, "Tasks")
    for number, task in enumerate(data.tasks, start=1):
        _task(tasks, number, task)
    resources = _add(project, "Resources")
    for number, resource in enumerate(data.resources, start=1):
        _resource(resources, number, resource)
    assignments = _add(project, "Assignments")
    for number, task in enumerate((t for t in data.tasks if t.resource is not None), start=1):
        _assignment(assignments, number, task)
    text: bytes = etree.tostring(project, xml_declaration=True, encoding="UTF-8",
                                 standalone=True, pretty_print=True)  # fmt: skip
    return text


def _calendar(parent: etree._Element, calendar: NetworkCalendar) -> None:
    element = _add(parent, "Calendar")
    _put(element, UID=calendar.uid, Name=_cut(calendar.name), IsBaseCalendar=True,
         BaseCalendarUID=-1)  # fmt: skip
    days = _add(element, "WeekDays")
    for day_type, weekday in enumerate((6, 0, 1, 2, 3, 4, 5), start=1):
        day, shifts = _add(days, "WeekDay"), calendar.week[weekday]
        _put(day, DayType=day_type, DayWorking=bool(shifts))
        _shifts(day, shifts)
    if calendar.exceptions:
        exceptions = _add(element, "Exceptions")
        for each in calendar.exceptions:
            _exception(exceptions, each)


def _exception(parent: etree._Element, each: NetworkException) -> None:
    element = _add(parent, "Exception")
    _put(element, EnteredByOccurrences=False)
    _put(
        _add(element, "TimePeriod"),
        FromDate=datetime.datetime.combine(each.start, datetime.time()),
        ToDate=datetime.datetime.combine(each.end, datetime.time(23, 59)),
    )
    _put(element, Occurrences=(each.end - each.start).days + 1, Name=_cut(each.name), Type=1,
         DayWorking=bool(each.shifts))  # fmt: skip
    _shifts(element, each.shifts)


def _shifts(parent: etree._Element, shifts: Shifts) -> None:
    if shifts:
        times = _add(parent, "WorkingTimes")
        for begin, end in shifts:
            _put(_add(times, "WorkingTime"), FromTime=begin, ToTime=end)


def _task(parent: etree._Element, number: int, task: NetworkTask) -> None:
    element = _add(parent, "Task")
    length = _minutes(task.minutes)
    _put(
        element,
        UID=task.uid,
        ID=number,
        Name=_cut(task.name),
        Active=True,
        Manual=False,
        Type=_FIXED_DURATION,
        IsNull=False,
        WBS=task.wbs,
        OutlineNumber=task.wbs,
        OutlineLevel=task.level,
        Start=task.start,
        Finish=task.finish,
        Duration=length,
        DurationFormat=_ELAPSED_DAYS if task.elapsed else _DAYS,
        EffortDriven=False,
        Estimated=False,
        Milestone=task.milestone,
        Summary=task.summary,
        Critical=task.critical,
        EarlyStart=task.start,
        EarlyFinish=task.finish,
        LateStart=task.late_start,
        LateFinish=task.late_finish,
        FreeSlack=10 * task.free_slack,
        TotalSlack=10 * task.total_slack,
        PercentComplete=0,
        ActualDuration=_minutes(0),
        RemainingDuration=length,
        ConstraintType=CONSTRAINTS[task.constraint],
        CalendarUID=-1 if task.calendar is None else task.calendar,
        ConstraintDate=task.constraint_date,
        Deadline=task.deadline,
        IgnoreResourceCalendar=task.calendar is not None,
        Notes=task.notes or None,
    )
    for link in task.links:
        _link(element, link)
    if task.id:
        _put(_add(element, "ExtendedAttribute"), FieldID=_TEXT_1, Value=task.id)


def _link(parent: etree._Element, link: NetworkLink) -> None:
    _put(
        _add(parent, "PredecessorLink"),
        PredecessorUID=link.uid,
        Type=LINK_TYPES[link.type],
        CrossProject=False,
        LinkLag=10 * link.lag,
        LagFormat=_ELAPSED_DAYS if link.elapsed else _DAYS,
    )


def _resource(parent: etree._Element, number: int, resource: NetworkResource) -> None:
    _put(_add(parent, "Resource"), UID=resource.uid, ID=number, Name=_cut(resource.name), Type=1,
         IsNull=False, Group=_cut(resource.group) or None, MaxUnits="1.00")  # fmt: skip


def _assignment(parent: etree._Element, number: int, task: NetworkTask) -> None:
    length = _minutes(task.minutes)
    _put(_add(parent, "Assignment"), UID=number, TaskUID=task.uid, ResourceUID=task.resource,
         ActualWork=_minutes(0), Finish=task.finish, RegularWork=length, RemainingWork=length,
         Start=task.start, Units="1", Work=length)  # fmt: skip


def _add(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _put(
    parent: etree._Element, **values: str | int | bool | datetime.datetime | datetime.time | None
) -> None:
    """Children in the order given; None is left out."""
    for name, value in values.items():
        if value is not None:
            _add(parent, name).text = _text(value)


def _text(value: str | int | datetime.datetime | datetime.time) -> str:
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat(timespec="seconds")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds")
    return str(int(value)) if isinstance(value, bool) else str(value)


def _minutes(length: int) -> str:
    return f"PT{length // 60}H{length % 60}M0S"


def _cut(text: str) -> str:
    """One line within the schema's bound."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
