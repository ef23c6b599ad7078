"""Reports for people: a workbook and a page, made from the tables of a run."""
