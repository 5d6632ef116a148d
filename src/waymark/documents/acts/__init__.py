"""Acts of documented information, one module for each noun."""
