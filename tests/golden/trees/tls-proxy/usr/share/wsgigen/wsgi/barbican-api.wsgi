# barbican-api: WSGI entrypoint. Written by wsgigen.
import sys

sys.argv = ['barbican-api']

from barbican.wsgi.api import application
