"""Campaigns: a DM server prepares many devices, each once, and keeps how far each is in its store.

`plan` says what is written and executed, `preparation` does it in one session,
`records` keeps the state of every device, `calling` asks devices for a session,
`program` runs all of it until every device is at its end, `report` tells what
came of it.
"""

from swm.campaign.configuration import CampaignSettings, read_campaign
from swm.campaign.plan import Column, Execution, Plan, Writing
from swm.campaign.preparation import Preparation
from swm.campaign.records import CampaignRecords, State
from swm.campaign.report import Report

__all__ = [
    "CampaignRecords",
    "CampaignSettings",
    "Column",
    "Execution",
    "Plan",
    "Preparation",
    "Report",
    "State",
    "Writing",
    "read_campaign",
]
