"""The one draft of the made-up dataset, a reviewed article beside it, and the outlet of the draft alone."""

DRAFT, REVIEWED = "2024-05-04-crash-shuts-bridge", "2024-05-03-ferry-bumps-bridge"
OUTLET, NAME = "quill-courier", "The Quill Courier"
