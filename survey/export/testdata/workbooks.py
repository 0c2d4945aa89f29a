"""Prints what openpyxl reads of workbooks as JSON: for each file its sheets, for each sheet its
rows, for each cell its value, or the word FORMULA. A second time as it reads large files."""

import json
import sys

import openpyxl


def value(cell):
    return "FORMULA" if cell.data_type == "f" else cell.value


def sheets(name, read_only):
    book = openpyxl.load_workbook(name, read_only=read_only)
    return [
        {
            "name": sheet.title,
            "rows": [[value(cell) for cell in row] for row in sheet.iter_rows()],
            "charts": 0 if read_only else len(sheet._charts),
            "frozen": None if read_only else sheet.freeze_panes,
            "titles": None if read_only else sheet.print_title_rows,
        }
        for sheet in book.worksheets
    ]


json.dump([[sheets(name, read_only) for read_only in (False, True)] for name in sys.argv[1:]], sys.stdout)
