"""What is inside a file of one kind: looked at in bounded memory, never opened by the program it is meant for."""
