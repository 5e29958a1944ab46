"""What there is: companies, their job boards, and the postings on them; and what the search knows of all of these."""

from .boards import Company, FeedHost, ImportRun, JobBoard
from .jobs import PERIODS_A_YEAR, Job
from .saved import SavedSearch
from .statistics import CompanyCount, Lexeme, SearchStatistics, Word

__all__ = [
    "PERIODS_A_YEAR",
    "Company",
    "CompanyCount",
    "FeedHost",
    "ImportRun",
    "Job",
    "JobBoard",
    "Lexeme",
    "SavedSearch",
    "SearchStatistics",
    "Word",
]
