"""Nouns and rules. Pure: this room knows no file format and no database."""
