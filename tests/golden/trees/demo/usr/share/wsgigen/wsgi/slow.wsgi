# slow: WSGI entrypoint. Written by wsgigen.
import sys

sys.argv = ['slow']

from demo.slow import application
