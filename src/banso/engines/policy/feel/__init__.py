"""The part of FEEL that decision tables use (S-FEEL): read expressions and tests, and work them out."""
