"""Changes to the files of a specification as edits of their text: comments and what is not touched stay as they are."""
