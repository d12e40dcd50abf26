"""09xx: output. Found while building, not while checking."""

from swmgen.diagnostics.catalogue.entry import Entry

ENTRIES = (
    Entry(
        code="SWM0901",
        title="a template that fails",
        why="It is malformed, or asks for something that its context does not have.",
        how="Look at the line named; templates of your own follow those that come with swmgen.",
        bad="# my/python/nodes.py.j2\n{{ view.nothing }}\n",
        good="# my/python/nodes.py.j2\n{{ view.enabler.title }}\n",
    ),
    Entry(
        code="SWM0902",
        title="two outputs for one path",
        why="One would overwrite the other.",
        how="Let each backend write below a folder of its own.",
        bad="# a backend\nyield Output('python/swm_enablers/__init__.py', '')\n",
        good="# a backend\nyield Output('mine/index.txt', '')\n",
    ),
    Entry(
        code="SWM0903",
        title="the formatter refuses",
        why="What a template made is no Python, or the formatter is not installed.",
        how="Look at the template that was changed last.",
        bad="# my/python/server.py.j2\ndef :\n",
        good="# my/python/server.py.j2\nx = 1\n",
    ),
    Entry(
        code="SWM0904",
        title="the output cannot be written",
        why="The system refuses: no room, no permission, or a file where a folder must be.",
        how="Make room, or name another folder with -o. What was there before is still there.",
        bad="# swmgen build -o /proc\n",
        good="# swmgen build -o generated\n",
    ),
    Entry(
        code="SWM0905",
        title="an output that was edited by hand",
        why="The next build would silently undo the edit.",
        how="Make the change in the specification or in a template; or overwrite it with --force.",
        bad="# generated/python/swm_enablers/fumo_1_0/nodes.py, changed in an editor\n",
        good="# spec/fumo-1.0/objects.yaml, changed in an editor\n",
    ),
)
