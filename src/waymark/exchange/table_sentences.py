"""Why a table was refused, or remarked on, in the reader's language: one sentence for each code of the reader."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.exchange.readings import visible
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.workbook import Remark


class SheetRefused(RuleBroken):
    """The file is no table that can be read; nothing was stored. `code` is the reader's own."""


# The literals repeat the reader's templates because gettext finds only what is spelt out; a test keeps them equal.
REFUSALS: dict[str, str | Promise] = {
    "active_content": _("The file contains {what}. Save it as a plain workbook (.xlsx) without it and try again."),
    "archive_in_archive": _("The file contains another archive ({place}). Remove the embedded file and try again."),
    "binary_workbook": _("This is a binary workbook (.xlsb). Save it as .xlsx or CSV and try again."),
    "cell_too_long": _(
        "The cell at {place} has more than {limit} characters. Shorten it, or look for a missing "
        "closing quotation mark."
    ),
    "damaged": _("The file is damaged: {what}. Open it in your spreadsheet program, save it again and retry."),
    "doctype": _("The file contains a document type declaration ({place}), which is not allowed."),
    "empty_file": _("The file contains no table."),
    "encoding_unknown": _(
        "The text is not UTF-8 (first doubtful byte in line {line}). It looks like {likely}. Choose"
        " the encoding it was saved in, or save it as UTF-8."
    ),
    "encoding_wrong": _("The text is not {encoding}: line {line} cannot be read. Choose another encoding."),
    "encoding_not_offered": _("The encoding {encoding} is not supported."),
    "encrypted": _("The workbook is protected by a password. Save it without the password and try again."),
    "file_too_large": _("The file is larger than {limit} MiB."),
    "nul_character": _(
        "Line {line} contains a NUL character. The file is not plain text, or its encoding is not {encoding}."
    ),
    "not_a_table": _("This is not a spreadsheet: it looks like {what}. Send a workbook (.xlsx) or a CSV file."),
    "old_workbook": _("This is a workbook in the format of before 2007 (.xls). Save it as .xlsx or CSV and try again."),
    "open_document": _("This is an OpenDocument spreadsheet (.ods). Save it as .xlsx or CSV and try again."),
    "packed_too_tightly": _("Part of the file unpacks to more than {limit} times its size ({place})."),
    "reader_stopped": _("The file could not be read. Save the table as CSV and try again."),
    "strange_names": _("The file contains a part with an unexpected name ({place})."),
    "too_many_cells": _(
        "The sheets have more than {limit} cells, empty ones with formatting included. Copy the "
        "table into a new sheet and try again."
    ),
    "too_many_columns": _(
        "{place} reaches beyond column {limit}. Delete the empty columns beside the table and save it again."
    ),
    "too_many_entries": _("The file consists of more than {limit} parts."),
    "too_many_merges": _("The sheet {place} has more than {limit} merged areas."),
    "too_many_rows": _("{place} has more than {limit} rows."),
    "too_many_rows_declared": _(
        "{place} reaches down to row {rows}; at most {limit} are read. Delete the empty rows below "
        "the table and save it again."
    ),
    "too_much_memory": _(
        "Reading the file needs more memory than is allowed. Save only the table you need and try again."
    ),
    "too_much_text": _("The file contains more than {limit} million characters of text."),
    "too_slow": _("Reading the file took longer than {seconds} seconds and was stopped."),
    "unbalanced_quotes": _("A quotation mark in the row that starts in line {line} is not closed properly."),
    "unpacks_too_large": _("The file unpacks to more than {limit} MiB."),
    "xml_encoding": _("A part of the workbook ({place}) is not written in UTF-8."),
}

REMARKS: dict[str, str | Promise] = {
    "values_below_gap": _("Reading stopped after {count} empty rows; there are values further down ({place})."),
    "formulas": _("{count} cells contain the stored result of a formula (the first is {place})."),
    "formula_without_value": _("{count} cells contain a formula without a stored result (the first is {place})."),
    "error_value": _("{count} cells contain an error value (the first is {place})."),
    "impossible_date": _("{count} cells contain an impossible date (the first is {place})."),
}


def refused(refusal: TableRefused) -> SheetRefused:
    """Return a refusal of the reader as one that pages and the console show."""
    shown = {name: visible(value) if isinstance(value, str) else value for name, value in refusal.details.items()}
    return SheetRefused(str(REFUSALS[refusal.code]).format(**shown), code=refusal.code.replace("_", "-"))


def remark(one: Remark) -> str:
    """Return what the reader wants a person to know although the sheet was read."""
    return str(REMARKS[one.code]).format(count=one.count, place=visible(one.place))
