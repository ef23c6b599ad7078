"""First rules: of a city that has none yet, or a copy of bundled ones to change.

A draft is what somebody knows of a regulation so far. From it come a profile, its
register of clauses and first cases; what is not known stays `is: missing`. Import from
the modules: the command line needs `questions` alone at every start.
"""
