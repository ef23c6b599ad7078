"""A city's exports replayed: judged part by part, safe to stop, nothing lost.

A run is a directory. Its tables are described in `tables`; the reports of people are
made from them and from nothing else.
"""
