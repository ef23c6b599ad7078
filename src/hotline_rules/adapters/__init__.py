"""Exports of ticket systems to histories: files, rows, a mapping, leftovers.

A file is opened as sheets of rows (`files`), a mapping says what the columns mean
(`mapping`), pieces of one ticket are gathered on disk (`store`). Nothing is lost: a row
becomes part of a history, or it is set aside with its place, its text and the reason.
The room knows no rules of a city and judges nothing.
"""
