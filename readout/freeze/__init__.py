"""The static edition: the pages, the JSON and the downloads as files that need no server.

Every page is what the application itself answers; what is asked for and where it is written is in `addresses`,
what is changed in it in `pages`, and `edition` goes from link to link until nothing is left.
"""
