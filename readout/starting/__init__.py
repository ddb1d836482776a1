"""How an article is begun: from its text and the registers to a draft that a curator completes.

text → quotations → cues and speakers → rows that are marked as suggested; registers → candidates in comments
"""
