"""Corpora that were annotated with other tools, on their way into drafts.

files → documents with marks and links → where the marks stand → articles and rows → drafts, and a report
"""
