"""The specification of a deal: what a project folder says, typed and frozen.

Takes: a mapping of plain YAML values. Gives: `ProjectSpec`. May read: nothing.
Never does: rules across fields; those belong to `validate`. Start with `ProjectSpec`.
"""

from __future__ import annotations

from sowgen.model.spec.base import Id, SpecModel, keyed, need, opt, section
from sowgen.model.spec.change import Change
from sowgen.model.spec.clauses import Clauses
from sowgen.model.spec.commercial import Commercial
from sowgen.model.spec.communication import Communication
from sowgen.model.spec.decisions import Decision
from sowgen.model.spec.deliverables import Deliverable
from sowgen.model.spec.documents import ProjectDocument
from sowgen.model.spec.escalation import Escalation
from sowgen.model.spec.kpis import Kpi
from sowgen.model.spec.legal import Legal
from sowgen.model.spec.materials import Materials
from sowgen.model.spec.package import Package
from sowgen.model.spec.parties import Contact, Party, Role
from sowgen.model.spec.planning import Planning
from sowgen.model.spec.products import Product
from sowgen.model.spec.qualification import Qualification
from sowgen.model.spec.quality import Quality
from sowgen.model.spec.raci import Raci
from sowgen.model.spec.schedule import Link, Schedule
from sowgen.model.spec.scope import Scope
from sowgen.model.spec.warranty import Warranty

__all__ = ["Link", "ProjectSpec", "SpecModel"]


class ProjectSpec(SpecModel):
    """One deal. Each attribute is a top-level key of the project folder."""

    package: Package = need("The package itself.", {"id": "widget", "title": "Widget"})
    parties: dict[Id, Party] = need(
        "Parties by id.",
        {"oem": {"role": "oem", "legal_name": "Example Devices", "country": "PL"}},
    )
    contacts: dict[Id, Contact] = keyed(
        "Contacts by id.", {"ben": {"name": "Ben Sample", "party": "oem"}}
    )
    roles: dict[Id, Role] = keyed(
        "Roles by id.", {"oem.quality": {"party": "oem", "name": "Quality"}}
    )
    products: dict[Id, Product] = keyed("Products by id.", {"widget": {"name": "Widget"}})
    materials: Materials = section(Materials, "Material model.", {"model": "turnkey"})
    documents: dict[Id, ProjectDocument] = keyed(
        "Hand-over documents by id.", {"bom": {"name": "BOM"}}
    )
    scope: Scope = section(Scope, "Scope of work.", {"exclusions": ["Approvals"]})
    deliverables: dict[Id, Deliverable] = keyed(
        "Deliverables by id.", {"fai": {"name": "FAI report"}}
    )
    quality: Quality = section(Quality, "Quality.", {"aql": "AQL 0.65, general level II"})
    kpis: dict[Id, Kpi] = keyed("Key figures by id.", {"fpy": {"name": "First pass yield"}})
    planning: Planning = section(Planning, "Forecasts and orders.", {"lead_time": "6 weeks"})
    commercial: Commercial = section(Commercial, "Commercial terms.", {"payment": {"days": 45}})
    change: Change = section(Change, "Change control.", {"eco": {"evaluate": 5}})
    warranty: Warranty = section(Warranty, "Warranty.", {"period": 12})
    legal: Legal = section(Legal, "Legal terms.", {"term": {"initial": 36}})
    raci: Raci | None = opt("Responsibility matrix. Default: none.", {"variant": "RACI-VS"})
    decisions: dict[Id, Decision] = keyed(
        "Decision rights by id.", {"alternates": {"topic": "Alternate parts", "level": "L3"}}
    )
    schedule: Schedule = section(Schedule, "Schedule.", {"start": "2027-02-01"})
    communication: Communication = section(Communication, "Meetings, reports and channels.", {})
    escalation: Escalation = section(Escalation, "Problems and escalation.", {})
    qualification: Qualification = section(
        Qualification, "Comparison and choice of the supplier; internal.", {}
    )
    clauses: Clauses = section(Clauses, "Choices from the clause library.", {"stance": "balanced"})

    def holders(self, role_id: str | None) -> dict[str, Contact]:
        """The contacts that hold a role, by id, in the order in which they are written."""
        return {id_: person for id_, person in self.contacts.items() if role_id in person.roles}
