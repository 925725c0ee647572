"""The pure ground floor: entries, codes, the operating standard, the fold, rules, authority and errors.

Nothing here reads a clock, a disk, a network or a random source; `now` is always an argument.
"""
