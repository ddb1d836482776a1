"""What keeps the site up, fast and small while strangers do their worst.

`gate` takes every request, and lets in as many of each kind as can be answered in time; `turns` says who of them
comes next; `away` sends what visitors word as SQL to processes of readout.asked; `lanes` gives slow work threads of
its own; `headers`, `open_pages` and `errors` see to it that nothing leaves that is not meant for visitors.
"""
