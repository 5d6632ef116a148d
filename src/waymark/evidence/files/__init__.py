"""Files of evidence: kept by their content, known by their content, and handed out so that they do no harm."""
