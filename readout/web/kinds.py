"""The kinds of records that have a page for readers."""

#: The pages of records: the part of the address, and the table and column that name a record.
KINDS = {
    "stories": "title",
    "articles": "headline",
    "outlets": "name",
    "actors": "name",
    "events": "title",
    "claims": "statement",
    "utterances": "title",
    "concepts": "title",
}
