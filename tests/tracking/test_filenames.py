"""The names of uploaded files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking import filenames

AWKWARD = "./\\ pdfPDF\u200c\u202e\u0301e:\u0130\0\r\n"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("cv.pdf", "cv.pdf"),
        ("CV.PDF", "CV.PDF"),
        ("Lebenslauf Größe.pdf", "Lebenslauf Größe.pdf"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("cv", "cv.pdf"),
        ("cv.docx", "cv.docx.pdf"),
        ("cv.pdf.", "cv.pdf"),
        ("..cv .pdf", "cv.pdf"),
        ("", "resume.pdf"),
        (" \t ", "resume.pdf"),
        (".pdf", "resume.pdf"),
        ("..", "resume.pdf"),
        ("\u200c\u200d", "resume.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fakepath\\cv.pdf", "cv.pdf"),
        ("folder/", "resume.pdf"),
        ('a"b<c>:|?*.pdf', "a_b_c_____.pdf"),
        ("a\0b\r\nSet-Cookie: c", "ab Set-Cookie_ c.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("\ud800cv.pdf", "cv.pdf"),
        ("Re\u0301sume\u0301.pdf", "Résumé.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("x" * 300, "x" * 196 + ".pdf"),
        ("é" * 300 + ".pdf", "é" * 98 + ".pdf"),
    ],
)
def test_clean_makes_a_safe_name(name, cleaned):
    assert filenames.clean(name) == cleaned


@given(st.text(st.characters(), max_size=300) | st.text(AWKWARD, max_size=12))
def test_clean_makes_a_name_of_anything(name):
    cleaned = filenames.clean(name)

    assert filenames.clean(cleaned) == cleaned
    assert cleaned.lower().endswith(".pdf")
    assert len(cleaned.encode()) <= filenames.MAX_BYTES
    assert not set(cleaned) & set('/\\:"<>|?*\0\r\n\u202e')
