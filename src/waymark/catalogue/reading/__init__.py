"""From a folder of files to one sound edition, with every fault told at its line."""
