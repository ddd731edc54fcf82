"""Questionnaires: a form that staff edit in Excel decides what is asked and what an answer may be."""
