"""One module per export: what it holds, as a neutral paper or workbook."""
