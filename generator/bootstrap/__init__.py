"""From a bare Python to a running command: `.venv`, pinned packages, then the command inside.

Standard library only. `command` is what every call runs: it asks `ready`
whether `.venv` is what this Python and the lists of requirements ask for, and
hands over. Only when it is not are the other modules imported: `environment`
decides what to make anew, `tools` knows uv and pip, `lock` keeps two first
runs apart, `trouble` says what went wrong in words one can act on.

What a kill leaves: `ready` holds a record of the finished environment which is
removed before anything in it changes and written when all is done, so that a
set-up cut short at any instant is recognised and made again.
"""
