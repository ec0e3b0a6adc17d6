"""What the command line can be told to do, one verb a file, each loaded when it is asked for.

Comes in: the arguments that the command line parsed. Goes out: text on standard output and error,
and an exit status. Must not know: how arguments are parsed, how anything is done.
"""
