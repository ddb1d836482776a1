"""What goes wrong around a command: it is killed, the disk is full, another runs at the same time."""
