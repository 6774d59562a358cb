# shop: WSGI entrypoint. Written by wsgigen.
import os
import sys

os.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings.production'
sys.argv = ['shop']

from shop.wsgi import application
