"""The types that the public functions take and give, for annotations: `from mcheck.types import PortfolioFile`."""

from ..audit.record import Packet
from ..core.messages import Message
from ..core.portfolio import Portfolio
from ..core.portfolio_file import PortfolioFile
from ..core.reports.confirmation import Finding
from ..core.reports.plan_report import PartRow, PlanReport, PlanRow
from ..core.reports.report import (
    ActivityRow,
    CitationRow,
    FactRow,
    GateRow,
    LicenseRow,
    MessageRow,
    NextStepRow,
    QuestionRow,
    Report,
    RequirementRow,
    ShortfallRow,
    SourceRow,
)
from ..regulation.dates.deadlines import Deadline
from ..reporting.comparison import Comparison

__all__ = [
    "ActivityRow",
    "CitationRow",
    "Comparison",
    "Deadline",
    "FactRow",
    "Finding",
    "GateRow",
    "LicenseRow",
    "Message",
    "MessageRow",
    "NextStepRow",
    "Packet",
    "PartRow",
    "PlanReport",
    "PlanRow",
    "Portfolio",
    "PortfolioFile",
    "QuestionRow",
    "Report",
    "RequirementRow",
    "ShortfallRow",
    "SourceRow",
]
