# hooks: WSGI entrypoint. Written by wsgigen.
import sys

sys.argv = ['hooks']

from hooks import application
