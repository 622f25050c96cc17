"""The rules stated a second time, from the catalog alone: what is judged, and what may count as what.

Written apart from the rooms that judge, and sharing no code with them, so that a report is not confirmed by the mistake
that made it. Random tests hold the two statements to each other.
"""
