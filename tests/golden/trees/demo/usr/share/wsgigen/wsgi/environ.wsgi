# environ: WSGI entrypoint. Written by wsgigen.
import sys

sys.argv = ['environ']

from wsgiref.simple_server import demo_app as application
