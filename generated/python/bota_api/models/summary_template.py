from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
SummaryTemplate: TypeAlias = (
    Literal["tmpl_clinical_soap", "tmpl_general_notes", "tmpl_legal_memo", "tmpl_sales_call"] | str
)

SUMMARY_TEMPLATE_VALUES: tuple[SummaryTemplate, ...] = (
    "tmpl_clinical_soap",
    "tmpl_general_notes",
    "tmpl_legal_memo",
    "tmpl_sales_call",
)


def check_summary_template(value: str) -> SummaryTemplate:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for SummaryTemplate, expected a str")
