"""Every reason for which a table is refused or remarked on, as a stable code and an English sentence.

The sentences carry {placeholders} so that the layer above can translate them by code.
"""

MESSAGES: dict[str, str] = {
    "active_content": ("The file contains {what}. Save it as a plain workbook (.xlsx) without it and try again."),
    "archive_in_archive": ("The file contains another archive ({place}). Remove the embedded file and try again."),
    "binary_workbook": "This is a binary workbook (.xlsb). Save it as .xlsx or CSV and try again.",
    "cell_too_long": (
        "The cell at {place} has more than {limit} characters. Shorten it, or look for a missing "
        "closing quotation mark."
    ),
    "damaged": "The file is damaged: {what}. Open it in your spreadsheet program, save it again and retry.",
    "doctype": ("The file contains a document type declaration ({place}), which is not allowed."),
    "empty_file": "The file contains no table.",
    "encoding_unknown": (
        "The text is not UTF-8 (first doubtful byte in line {line}). It looks like {likely}. "
        "Choose the encoding it was saved in, or save it as UTF-8."
    ),
    "encoding_wrong": "The text is not {encoding}: line {line} cannot be read. Choose another encoding.",
    "encoding_not_offered": "The encoding {encoding} is not supported.",
    "encrypted": "The workbook is protected by a password. Save it without the password and try again.",
    "file_too_large": "The file is larger than {limit} MiB.",
    "nul_character": (
        "Line {line} contains a NUL character. The file is not plain text, or its encoding is not {encoding}."
    ),
    "not_a_table": ("This is not a spreadsheet: it looks like {what}. Send a workbook (.xlsx) or a CSV file."),
    "old_workbook": ("This is a workbook in the format of before 2007 (.xls). Save it as .xlsx or CSV and try again."),
    "open_document": "This is an OpenDocument spreadsheet (.ods). Save it as .xlsx or CSV and try again.",
    "packed_too_tightly": "Part of the file unpacks to more than {limit} times its size ({place}).",
    "reader_stopped": ("The file could not be read. Save the table as CSV and try again."),
    "strange_names": "The file contains a part with an unexpected name ({place}).",
    "too_many_cells": (
        "The sheets have more than {limit} cells, empty ones with formatting included. Copy the table into "
        "a new sheet and try again."
    ),
    "too_many_columns": (
        "{place} reaches beyond column {limit}. Delete the empty columns beside the table and save it again."
    ),
    "too_many_entries": "The file consists of more than {limit} parts.",
    "too_many_merges": "The sheet {place} has more than {limit} merged areas.",
    "too_many_rows": "{place} has more than {limit} rows.",
    "too_many_rows_declared": (
        "{place} reaches down to row {rows}; at most {limit} are read. Delete the empty rows below the table "
        "and save it again."
    ),
    "too_much_memory": (
        "Reading the file needs more memory than is allowed. Save only the table you need and try again."
    ),
    "too_much_text": "The file contains more than {limit} million characters of text.",
    "too_slow": "Reading the file took longer than {seconds} seconds and was stopped.",
    "unbalanced_quotes": "A quotation mark in the row that starts in line {line} is not closed properly.",
    "unpacks_too_large": "The file unpacks to more than {limit} MiB.",
    "xml_encoding": "A part of the workbook ({place}) is not written in UTF-8.",
}

REMARKS: dict[str, str] = {
    "values_below_gap": ("Reading stopped after {count} empty rows; there are values further down ({place})."),
    "formulas": "{count} cells contain the stored result of a formula (the first is {place}).",
    "formula_without_value": "{count} cells contain a formula without a stored result (the first is {place}).",
    "error_value": "{count} cells contain an error value (the first is {place}).",
    "impossible_date": "{count} cells contain an impossible date (the first is {place}).",
}

Detail = str | int | float


class TableRefused(Exception):
    """A table that is not read: a code, a sentence for the person who sent it, and its details."""

    def __init__(self, code: str, **details: Detail) -> None:
        self.code = code
        self.details = details
        self.message = MESSAGES[code].format(**details)
        super().__init__(self.message)

    @property
    def template(self) -> str:
        """The sentence with its placeholders, as the key for a translation."""
        return MESSAGES[self.code]
