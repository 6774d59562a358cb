# shop: WSGI entrypoint. Written by wsgigen.
import os
import signal
import sys
import time

os.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings.production'
sys.argv = ['shop']

# After a failed import a second one finds half of the application loaded, and fails for another
# reason that hides the first. So the first exception is kept and raised again for each request. A
# request that comes 10 s later makes mod_wsgi replace this process: what was missing may
# exist by then.
failure, since = getattr(sys, "_wsgigen_failure", (None, 0))
if failure is not None:
    if time.monotonic() > since + 10:
        os.kill(os.getpid(), signal.SIGUSR1)
    raise failure.with_traceback(None) from None
try:
    from shop.wsgi import application
except SystemExit as error:
    failure = RuntimeError(f"the application exited while it was imported: {error.code}")
    sys._wsgigen_failure = failure, time.monotonic()
    raise failure from error
except BaseException as error:  # such as the time limits of eventlet and gevent
    sys._wsgigen_failure = error, time.monotonic()
    raise
