# accounting: WSGI entrypoint. Written by wsgigen.
import sys

sys.argv = ['accounting']

from accounting.wsgi import application
