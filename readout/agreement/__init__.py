"""How far independent annotations of one article agree, and where they do not.

annotation (who annotated what) → match (which quotes are the same) → measures (alpha), spans → report → render
"""
