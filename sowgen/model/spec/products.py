"""What is made: products and the assemblies inside them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sowgen.model.spec.base import (
    Count,
    CountryCode,
    Id,
    SpecModel,
    Texts,
    YesNo,
    keyed,
    need,
    opt,
    several,
)
from sowgen.model.values import Money, Stated, Text


class Assembly(SpecModel):
    """A board, cable or sub-assembly of a product."""

    name: Text = need("Name of the assembly.", "Main board")
    part_number: Stated[Text] | None = opt("Part number.", "EX-1001-PCBA")
    revision: Stated[Text] | None = opt("Revision.", "C")
    parent: Id | None = opt("Id of the assembly it goes into. Default: the product.", "box")
    quantity: Count = opt("Pieces in one parent. Default: 1.", 2, default=1)
    bom: Id | None = opt("Id of the document that is its bill of materials.", "bom")
    bom_revision: Stated[Text] | None = opt("Revision of the bill of materials.", "C2")
    placements: Stated[Count] | None = opt("Placements on one board.", 640)
    sides: Stated[Annotated[int, Field(ge=1, le=2)]] | None = opt("Sides with parts, 1 or 2.", 2)
    tht_count: Stated[Count] | None = opt("Through-hole parts on one board.", 14)
    bga_count: Stated[Count] | None = opt("Ball-grid packages on one board.", 3)
    coating: Stated[Text] | None = opt("Conformal coating or potting.", "acrylic, both sides")
    programming: Stated[Text] | None = opt("What is programmed, where.", "firmware after test")


class Product(SpecModel):
    """A product of the deal."""

    name: Text = need("Name of the product.", "Widget controller")
    part_number: Stated[Text] | None = opt("Part number.", "EX-1001")
    revision: Stated[Text] | None = opt("Revision.", "C")
    description: Text | None = opt("Description. One sentence.", "Controller for pumps.")
    type: Literal["pcba", "box_build", "cable", "system", "spare_kit"] | None = opt(
        "Kind of product.", "box_build"
    )
    sector: (
        Literal[
            "industrial", "consumer", "medical", "automotive", "aerospace", "defence",
            "telecom", "rail", "energy", "other",
        ]
        | None
    ) = opt("Sector. It decides on further rules.", "medical")  # fmt: skip
    annual_volume: Stated[Count] | None = opt("Pieces a year.", 12000)
    lot_size: Stated[Count] | None = opt("Pieces in one lot.", 500)
    moq: Stated[Count] | None = opt("Least pieces of one order.", 100)
    price: Stated[Money] | None = opt("Price of one piece.", "EUR 41.20")
    target_price: Stated[Money] | None = opt("Price of one piece that is aimed at.", "EUR 39")
    hs_code: Stated[Text] | None = opt("Customs tariff code.", "8537.10")
    country_of_origin: Stated[CountryCode] | None = opt("Country of origin.", "PL")
    eccn: Stated[Text] | None = opt("Export control number.", "EAR99")
    markets: Texts = several("Markets the product is sold in.", ["EU", "US"])
    regulatory_marks: Texts = several("Marks it carries.", ["CE", "UL"])
    lifecycle: Literal["npi", "ramp", "mp", "eol"] | None = opt("Phase of its life.", "npi")
    ipc_class: Stated[Annotated[int, Field(ge=1, le=3)]] | None = opt(
        "IPC product class. From 1 to 3.", 2
    )
    rohs: Stated[YesNo] | None = opt("Whether the RoHS limits apply.", True)
    serialisation: Stated[Text] | None = opt("How pieces are numbered.", "one serial number each")
    msl_max: Stated[Text] | None = opt("Highest moisture sensitivity level of a part.", "3")
    assemblies: dict[Id, Assembly] = keyed("Assemblies by id.", {"main": {"name": "Main board"}})
