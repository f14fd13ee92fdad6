# shellcheck shell=bash
# Sourced by bin/check-shared: what others' programs say of a report's files. What is not here and cannot be installed is said, and the rest is checked.

# Poppler reads PDFs, qpdf checks them, LibreOffice opens DOCX and XLSX as those who get them do.
need_document_tools() {
  have pdfinfo && have pdftotext || install_packages "poppler's tools" poppler-utils poppler-utils poppler-utils poppler poppler-tools poppler
  have python3 || install_packages Python python3 python3 python3 python python3 python
  have qpdf || (install_packages qpdf qpdf qpdf qpdf qpdf qpdf qpdf) || say "qpdf is not here: not asked."
  have soffice || (install_packages LibreOffice "libreoffice-writer-nogui libreoffice-calc-nogui" "libreoffice-writer libreoffice-calc" libreoffice \
    libreoffice-fresh "libreoffice-writer libreoffice-calc" libreoffice) || say "LibreOffice is not here: not asked."
  python3 -c 'import venv, ensurepip' 2>/dev/null || (install_packages "Python with venv" python3-venv python3 python3 python python3 python) || true
}

# Opens rapport.$1 in the folder $2 with LibreOffice, and says how many pages it is there.
opened() {
  soffice "-env:UserInstallation=file://$PWD/target/soffice" --headless --convert-to pdf --outdir "$2/opened-$1" "$2/rapport.$1" >/dev/null 2>&1 || true
  [[ -s $2/opened-$1/rapport.pdf ]] && printf 'LibreOffice opens rapport.%s: %s pages\n' "$1" "$(pdfinfo "$2/opened-$1/rapport.pdf" | sed -n 's/^Pages: *//p')"
}

# $1: the folder with rapport.pdf, rapport.docx, rapport.xlsx and rapport.json
check_report() {
  local out=$1 tools=$PWD/target/check-report
  need_document_tools
  if [[ ! -x $tools/bin/pdfua ]]; then
    rm -rf "$tools"
    (python3 -m venv "$tools" && retry "$tools/bin/pip" install --quiet pdfua==0.1.3 outloud==0.2.1 python-docx==1.2.0) ||
      say "pdfua, outloud and python-docx are not here: not asked."
  fi
  if have qpdf; then qpdf --check "$out/rapport.pdf" | tail -1; fi
  if [[ -x $tools/bin/pdfua ]]; then
    "$tools/bin/pdfua" check "$out/rapport.pdf" | grep result
    "$tools/bin/outloud" "$out/rapport.pdf" | tail -2
    "$tools/bin/python3" - "$out/rapport.docx" <<'PYTHON'
import sys, docx
document = docx.Document(sys.argv[1])
headings = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
print(f"python-docx: {len(headings)} headings, {len(document.tables)} tables, {len(document.inline_shapes)} pictures; «{document.core_properties.title}»")
assert headings and document.tables and document.core_properties.title
PYTHON
  fi
  if have soffice; then
    opened docx "$out" || die "LibreOffice does not open rapport.docx."
    # The part for workbooks is a package of its own.
    opened xlsx "$out" || {
      (install_packages "LibreOffice's part for workbooks" libreoffice-calc-nogui libreoffice-calc libreoffice libreoffice-fresh libreoffice-calc libreoffice) || true
      opened xlsx "$out" || die "LibreOffice does not open rapport.xlsx."
    }
  fi
  python3 bin/lib/check-report.py "$out"
}
