"""Looks at a report that was made of a real municipality: the same words and numbers in every format, and what the formats themselves demand.

usage: check-report.py DIRECTORY, which holds rapport.json, rapport.pdf, rapport.docx and rapport.xlsx
"""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
directory = Path(sys.argv[1])
document = json.loads((directory / "rapport.json").read_text())
faults = []


def squeezed(text):
    # What lines break at, and hyphens that hyphenation adds, say nothing.
    return re.sub(r"[\s\u00ad\u200b]+|-", "", text)


def expected():
    """Everything people read, in order: (what it is, the words)."""
    yield "title", document["title"]
    for block in document["blocks"]:
        kind = block["kind"]
        if kind in ("heading", "text", "small", "notice"):
            yield kind, block["text"]
        elif kind == "list":
            yield from (("item", item) for item in block["items"])
        elif kind == "quote":
            yield "quote", block["text"]
        elif kind == "chart":
            yield "chart title", block["caption"] or block["title"]
        elif kind == "table":
            yield "caption", block["caption"]
            yield from (("header", name) for name in block["header"])
            for row in block["rows"]:
                for cell in row["cells"]:
                    words = cell.get("shown", cell.get("text", ""))
                    if words:
                        yield "cell", words


def pdf_words():
    return subprocess.run(["pdftotext", "-layout", directory / "rapport.pdf", "-"], check=True, capture_output=True, text=True).stdout


def docx_words():
    tree = ElementTree.fromstring(zipfile.ZipFile(directory / "rapport.docx").read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in tree.iter(W + "p"))


def xlsx_words():
    archive = zipfile.ZipFile(directory / "rapport.xlsx")
    strings = [s for s in archive.namelist() if s.endswith("sharedStrings.xml")]
    return "\n".join("".join(t.text or "" for t in ElementTree.fromstring(archive.read(name)).iter(S + "t")) for name in strings)


def missing(words, where, only=None):
    found = squeezed(words)
    for kind, text in expected():
        if only and kind not in only:
            continue
        for piece in text.split("\n"):
            if piece.strip() and squeezed(piece) not in found:
                faults.append(f"{where} does not hold the {kind} «{piece[:80]}»")


missing(pdf_words(), "PDF")
missing(docx_words(), "DOCX")
missing(xlsx_words(), "XLSX", only={"caption", "header"})
info = subprocess.run(["pdfinfo", directory / "rapport.pdf"], check=True, capture_output=True, text=True).stdout
for line in ("Tagged:          yes", f"Title:           {document['title']}"):
    if line not in info:
        faults.append(f"pdfinfo does not say «{line}»")
pages = int(re.search(r"Pages:\s+(\d+)", info).group(1))
headings = sum(block["kind"] == "heading" for block in document["blocks"])
tables = sum(block["kind"] == "table" for block in document["blocks"])
charts = sum(block["kind"] == "chart" for block in document["blocks"])
print(f"{document['title']}: {pages} pages, {headings} headings, {tables} tables, {charts} charts")
if min(headings, tables, charts) < 3:
    faults.append("there is hardly anything in it")
for fault in dict.fromkeys(faults):
    print(fault, file=sys.stderr)
sys.exit(1 if faults else 0)
