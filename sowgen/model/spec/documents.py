"""The hand-over package: documents one party must give another before work can start."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    Due,
    Id,
    Ids,
    SpecModel,
    Texts,
    WorkingDays,
    YesNo,
    need,
    opt,
    several,
)
from sowgen.model.values import Stated, Text


class ProjectDocument(SpecModel):
    """A document or file set that is handed over."""

    name: Text = need("Name of the document.", "Bill of materials")
    kind: Text | None = opt("Kind of document. Default: its id.", "bom")
    provider: Id | None = opt("Id of the party that gives it.", "oem")
    receiver: Id | None = opt("Id of the party that receives it.", "ems")
    owner: Id | None = opt("Id of the role that keeps it.", "oem.engineering")
    product: Id | None = opt("Id of the product it describes.", "widget")
    revision: Stated[Text] | None = opt("Revision.", "C2")
    formats: Texts = several("File formats, each good enough.", ["XLSX", "CSV"])
    needed_for: Ids = several("Ids of the services that need it.", ["smt", "pcb-fab"])
    alternative_to: Ids = several("Ids of documents of which one is enough.", ["odbpp", "ipc2581"])
    required: YesNo = opt("Whether work waits for it. Default: true.", False, default=True)
    due: Stated[Due] | None = opt(
        "When it must be there: a date, a clock on an activity, or an activity's id.",
        "30 working days before pcb-fab",
        "2027-02-01",
    )
    frozen_at: Id | None = opt("Id of the gate after which it changes only by ECO.", "g2")
    status: Literal["missing", "draft", "received", "released", "superseded"] | None = opt(
        "Where it stands.", "draft"
    )
    review: Stated[WorkingDays] | None = opt("Time for the receiver's check, in working days.", 5)
    file: Text | None = opt("File name or place.", "WIDGET-BOM-C2.xlsx")
    sha256: Text | None = opt("SHA-256 of the file as the sender states it.", "9f86d081884c...")
    confidentiality: Text | None = opt("Label of this document.", "secret: keys")
    note: Text | None = opt("Remark.", "units and origin stated in the header")
