# keystone: WSGI entrypoint. Written by wsgigen.
import os
import sys

os.environ['OS_KEYSTONE_CONFIG_DIR'] = '/etc/keystone'
sys.argv = ['keystone']

from keystone.wsgi.api import application
