# nova-metadata: WSGI entrypoint. Written by wsgigen.
import os
import sys

os.environ['OS_NOVA_CONFIG_DIR'] = '/etc/nova'
sys.argv = ['nova-metadata']

from nova.wsgi.metadata import application
