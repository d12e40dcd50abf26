"""From what the folders state to whole enablers: inheritance, names to elements, one model each."""
