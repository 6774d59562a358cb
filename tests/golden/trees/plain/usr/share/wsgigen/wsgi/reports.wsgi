# reports: WSGI entrypoint. Written by wsgigen.
import os
import sys

os.environ['REPORTS_SETTINGS'] = '/etc/reports/settings.cfg'
sys.argv = ['reports']

from reports import create_app

application = create_app()
