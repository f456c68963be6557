#!/usr/bin/env python3
"""A hand that drags files onto a window: drag.py FILE…

Shows a small window in a corner; whatever is dragged from it carries the files, as from a file manager.
"""

import pathlib
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

files = [pathlib.Path(file).resolve().as_uri() for file in sys.argv[1:]]
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.move(1180, 790)
handle = Gtk.Button(label="files")
handle.set_size_request(90, 60)
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
handle.connect("drag-data-get", lambda _widget, _context, data, _info, _time: data.set_uris(files))
handle.connect("drag-end", lambda _widget, _context: Gtk.main_quit())
window.add(handle)

# Only what is on the screen can be taken hold of.
window.connect("map-event", lambda _window, _event: print("ready", flush=True))
window.show_all()
Gtk.main()
