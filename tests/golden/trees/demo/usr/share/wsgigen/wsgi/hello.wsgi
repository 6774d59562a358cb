# hello: WSGI entrypoint. Written by wsgigen.
import sys

sys.argv = ['hello']

from demo.hello import application
