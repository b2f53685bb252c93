"""Imports what needs no Qt, to be imported itself before anything that does.

PySide reads the source of every module that is imported after it, in search of a feature that nothing here uses: a
third of a millisecond each, at every start.
"""

import datetime
import decimal
import logging
import sqlite3
import unicodedata
import urllib.parse

import msgspec.json

import todo_desktop.replica.care
import todo_desktop.replica.folder_use
import todo_desktop.replica.reader
import todo_desktop.replica.store
import todo_desktop.service
import todo_desktop.settings.environment
import todo_desktop.settings.log
import todo_desktop.settings.options
import todo_desktop.settings.resources
import todo_desktop.settings.window_layouts
