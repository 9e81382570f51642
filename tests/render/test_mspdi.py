"""Microsoft Project's XML: the schema's order, the same bytes, and what another program reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree

from sowgen.assemble.exports.network import LONGEST_CALENDAR, MOST_UID
from sowgen.model.network import Network
from sowgen.render.mspdi import CONSTRAINTS, NAMESPACE, write
from tests.plan import mpxj
from tests.plan.by_hand import Calendar
from tests.plan.deals import deal, exported
from tests.plan.networks import SHARE, calendars_of, network, point

SCHEDULE: dict[str, Any] = {
    "start": "2027-03-01",
    "wanted_delivery": "2027-05-31",
    "calendars": {"works": {"holiday_eves": "half", "half_days": ["2027-03-19"]}},
    "activities": {
        "boards": {"name": "Boards & <parts>", "site": "plant", "duration": 5, "owner": "ems.npi"},
        "build": {"name": "Build", "site": "plant", "duration": 3.5, "gate": "g1",
                  "after": "boards SS + 2 working days", "note": "ten units"},
        "sea": {"name": "Sea", "party": "ems", "duration": "6 days", "after": "g1"},
        "check": {"name": "Check", "owner": "oem.quality", "site": "plant", "duration": 2,
                  "after": ["sea FS + 3 days", "build FF - 1 working day"],
                  "not_before": "2027-03-20", "deadline": "2027-04-30"},
        "talk": {"name": "Talk", "site": "plant", "duration": 1, "must_start_on": "2027-03-02"},
        "end": {"name": "End", "site": "plant", "duration": 1, "after": ["check SF", "talk"],
                "not_after": "2027-05-28"},
    },
    "gates": {"g1": {"name": "G1", "approver": "oem.quality", "review": 2,
                     "exit_criteria": ["Signed", "Counted"]}},
    "milestones": {"first-delivery": {"name": "Delivered", "after": ["check", "end"]}},
}  # fmt: skip


def sample(**changes: Any) -> Network:
    return exported(deal(schedule=SCHEDULE | changes))


def children(data: bytes, path: str) -> list[list[str]]:
    """The names of the children of every element at `path`."""
    names = [step if step == "." else f"{{{NAMESPACE}}}{step}" for step in path.split("/")]
    found = etree.fromstring(data).findall("/".join(names)) if path != "." else None
    elements = [etree.fromstring(data)] if found is None else found
    return [[etree.QName(child).localname for child in element] for element in elements]


def test_the_same_schedule_gives_the_same_bytes() -> None:
    assert write(sample()) == write(sample())


def test_nothing_of_today_is_in_it() -> None:
    assert b"1980-01-01T00:00:00" in write(sample())  # the deal has no date
    assert f"{datetime.now():%Y-%m-%d}".encode() not in write(sample())


def test_numbers_of_tasks_stay_when_others_come_and_go() -> None:
    before = {task.id: task.uid for task in sample().tasks if task.id}
    more = {"aaa": {"name": "New", "site": "plant", "duration": 1}} | SCHEDULE["activities"]
    after = {task.id: task.uid for task in sample(activities=more).tasks if task.id}
    assert before.items() <= after.items()
    uids = [task.uid for task in sample(activities=more).tasks]
    assert len(set(uids)) == len(uids)
    assert all(0 < uid <= MOST_UID for uid in uids)


def test_two_ids_with_one_number_get_two() -> None:
    many = {f"a{n}": {"name": "A", "site": "plant", "duration": 1} for n in range(4000)}
    uids = [task.uid for task in sample(activities=many, gates={}, milestones={}).tasks]
    assert len(set(uids)) == len(uids) == 4000


def test_names_ofcalendars_of_differ_and_are_short_enough() -> None:
    long = "Plant calendar of the Northern Works with all of its halls, " * 2
    calendars = {"works": {"name": long + "A"}, "office": {"name": long + "B"}}
    names = [calendar.name for calendar in sample(calendars=calendars).calendars]
    assert len(set(names)) == len(names) == 5
    assert max(map(len, names)) == LONGEST_CALENDAR


def test_tasks_stand_under_the_gate_they_lead_to() -> None:
    rows = [(task.wbs, task.name) for task in sample().tasks]
    assert rows == [
        ("1", "Up to: G1"), ("1.1", "Boards & <parts>"), ("1.2", "Build"), ("1.3", "G1"),
        ("2", "After the last gate"), ("2.1", "Talk"), ("2.2", "Sea"), ("2.3", "End"),
        ("2.4", "Check"), ("2.5", "Delivered"),
    ]  # fmt: skip


def test_a_date_can_be_the_only_constraint_or_the_deadline() -> None:
    tasks = {task.id: task for task in sample().tasks}
    assert tasks["talk"].constraint == "must_start_on"
    assert tasks["check"].constraint == "start_no_earlier_than"
    assert tasks["check"].deadline == datetime(2027, 4, 30, 17)
    assert tasks["end"].constraint == "finish_no_later_than"
    assert tasks["first-delivery"].deadline == datetime(2027, 5, 31, 17)
    both = SCHEDULE["activities"]["end"] | {"not_before": "2027-04-12"}
    end = {
        task.id: task for task in sample(activities=SCHEDULE["activities"] | {"end": both}).tasks
    }["end"]
    assert (end.constraint, end.deadline) == ("start_no_earlier_than", datetime(2027, 5, 28, 17))


def test_a_lead_does_not_begin_before_the_project() -> None:
    activities = {
        "a": {"name": "A", "site": "plant", "duration": 1},
        "b": {"name": "B", "site": "plant", "duration": 1, "after": "a FS - 9 working days"},
    }
    b = sample(activities=activities, gates={}, milestones={}).tasks[1]
    assert b.constraint == "start_no_earlier_than"
    assert b.start == b.constraint_date == datetime(2027, 3, 1, 8)


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (".", "Project"),
        ("ExtendedAttributes/ExtendedAttribute", "Project$ExtendedAttributes$ExtendedAttribute"),
        ("Calendars/Calendar", "Project$Calendars$Calendar"),
        ("Calendars/Calendar/WeekDays/WeekDay", "Project$Calendars$Calendar$WeekDays$WeekDay"),
        ("Calendars/Calendar/Exceptions/Exception",
         "Project$Calendars$Calendar$Exceptions$Exception"),
        ("Tasks/Task", "Project$Tasks$Task"),
        ("Tasks/Task/PredecessorLink", "Project$Tasks$Task$PredecessorLink"),
        ("Tasks/Task/ExtendedAttribute", "Project$Tasks$Task$ExtendedAttribute"),
        ("Resources/Resource", "Project$Resources$Resource"),
        ("Assignments/Assignment", "Project$Assignments$Assignment"),
    ],
)  # fmt: skip
def test_elements_stand_in_the_order_of_the_schema(path: str, schema: str) -> None:
    """MPXJ's classes for the format are made from Microsoft's schema and name its order."""
    mpxj.machine()
    from jpype import JClass

    loaded = JClass("java.lang.Class").forName(f"org.mpxj.mspdi.schema.{schema}")
    kind = JClass("java.lang.Class").forName("jakarta.xml.bind.annotation.XmlType")
    wanted = [str(name).lower() for name in loaded.getAnnotation(kind).propOrder()]
    found = children(write(sample()), path)
    assert found
    for names in found:
        places = [wanted.index(name.lower()) for name in names]
        assert all(before <= after for before, after in pairwise(places)), names


def test_mpxj_reads_back_what_was_written() -> None:
    given = sample()
    project = mpxj.read(write(given))
    tasks = mpxj.tasks(project)
    assert len(tasks) == sum(1 for task in given.tasks if task.id)
    ids = {task.uid: task.id for task in given.tasks}
    for task in given.tasks:
        if not task.id:
            continue
        read = tasks[task.id]
        assert (str(read.getName()), str(read.getWBS())) == (task.name, task.wbs)
        assert read.getUniqueID().intValue() == task.uid
        assert minutes(read.getDuration()) == task.minutes
        assert read.getDuration().getUnits().isElapsed() == task.elapsed
        assert moment(read.getStart()) == moment(read.getEarlyStart()) == task.start
        assert moment(read.getFinish()) == moment(read.getEarlyFinish()) == task.finish
        assert moment(read.getLateStart()) == task.late_start
        assert moment(read.getLateFinish()) == task.late_finish
        assert minutes(read.getTotalSlack()) == task.total_slack
        assert minutes(read.getFreeSlack()) == task.free_slack
        assert read.getCritical() == task.critical
        assert read.getMilestone() == task.milestone
        assert read.getConstraintType().ordinal() == CONSTRAINTS[task.constraint]
        assert moment(read.getConstraintDate()) == task.constraint_date
        assert moment(read.getDeadline()) == task.deadline
        assert read.getCalendarUniqueID().intValue() == task.calendar
        assert str(read.getNotes() or "").strip() == task.notes
        links = {
            (ids[link.uid], {"F": "FINISH", "S": "START"}[link.type[0]]
             + "_" + {"F": "FINISH", "S": "START"}[link.type[1]], link.lag, link.elapsed)
            for link in task.links
        }  # fmt: skip
        assert links == {
            (str(each.getPredecessorTask().getText(1)), str(each.getType().name()),
             minutes(each.getLag()), bool(each.getLag().getUnits().isElapsed()))
            for each in read.getPredecessors()
        }  # fmt: skip
    work = {
        (str(each.getTask().getText(1)), str(each.getResource().getName())): each
        for each in project.getResourceAssignments()
    }
    assert set(work) == {
        ("boards", "Contractor NPI"), ("check", "Customer quality"), ("g1", "Customer quality"),
    }  # fmt: skip


def minutes(length: Any) -> float:
    """A length of MPXJ's in minutes; a day has eight hours, an elapsed one all of them."""
    per = {"m": 1, "h": 60, "d": 480, "em": 1, "eh": 60, "ed": 1440, "ew": 10080, "w": 2400}
    return round(length.getDuration() * per[str(length.getUnits().getName())])


def moment(value: Any) -> datetime | None:
    return None if value is None else datetime.fromisoformat(str(value))


@pytest.mark.parametrize("seed", [0, 50, 100])
def test_mpxj_finds_the_same_half_days_worked(seed: int) -> None:
    given = network(seed)
    names = {"works": "plant", "office": "oem"}
    activities = {
        "works": {"name": "W", "site": names["works"], "duration": 1},
        "office": {"name": "O", "party": names["office"], "duration": 1},
        "joint": {"name": "J", "site": "plant", "owner": "oem.quality", "duration": 1},
        "third": {"name": "T", "calendar": "third", "duration": 1},
    }
    schedule = given.schedule | {"activities": activities}
    project = mpxj.read(write(exported(deal(schedule=schedule))))
    made: dict[str, Calendar] = {
        name: calendar for name, (calendar, _) in calendars_of(seed // SHARE).items()
    }
    made_of = {key: (made[key],) for key in made} | {"joint": (made["works"], made["office"])}
    from jpype import JClass

    local, hours = JClass("java.time.LocalDate"), JClass("org.mpxj.TimeUnit").HOURS
    for id_, task in mpxj.tasks(project).items():
        for offset in range(365):
            day = date(2027, 1, 1) + timedelta(days=offset)
            read = task.getCalendar().getWork(local.parse(day.isoformat()), hours).getDuration()
            worked = [
                all(each.works(point(day) + part) for each in made_of[id_]) for part in (0, 1)
            ]
            assert read == 4 * sum(worked), (id_, day)
