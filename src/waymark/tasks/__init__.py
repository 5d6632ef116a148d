"""Work with an owner and a date, what each member owes, notices, and the hand-over of work."""
