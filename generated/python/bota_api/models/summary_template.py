from typing import Final, Literal, TypeAlias

SummaryTemplateLiteral: TypeAlias = Literal[
    "tmpl_clinical_soap", "tmpl_general_notes", "tmpl_legal_memo", "tmpl_sales_call"
]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class SummaryTemplate:
    """The form of a summary."""

    TMPL_CLINICAL_SOAP: Final = "tmpl_clinical_soap"
    TMPL_GENERAL_NOTES: Final = "tmpl_general_notes"
    TMPL_LEGAL_MEMO: Final = "tmpl_legal_memo"
    TMPL_SALES_CALL: Final = "tmpl_sales_call"


SUMMARY_TEMPLATE_VALUES: tuple[SummaryTemplateLiteral, ...] = (
    "tmpl_clinical_soap",
    "tmpl_general_notes",
    "tmpl_legal_memo",
    "tmpl_sales_call",
)
