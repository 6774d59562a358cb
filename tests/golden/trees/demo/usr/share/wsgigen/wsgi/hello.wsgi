# hello: WSGI entrypoint. Written by wsgigen.
import fcntl
import os
import signal
import socket
import struct
import sys
import time
import traceback

sys.argv = ['hello']

# Processes of one group hold locks on the socket that they share: nothing else can reach it, and the
# kernel releases a lock when its process ends. FIRST: one process imports the application alone, so
# that what an application does only once, such as to fill a database, is no race; then the others do,
# at the same time. IMPORTED: held by each process that could import it.
FIRST, IMPORTED = 0, 1
#: struct flock of fcntl(2): l_type, l_whence, l_start, l_len, l_pid.
FLOCK = "hhqqi"


def shared_socket():
    """Return the descriptor of the socket; None outside of mod_wsgi."""
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        try:
            candidate = socket.socket(fileno=descriptor)
        except OSError:
            continue
        accepts = candidate.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        candidate.detach()  # to close it would release the locks
        if accepts and candidate.family == socket.AF_UNIX:
            return descriptor
    return None


def lock(kind, byte):
    """Return False if another process has a lock that conflicts with this one."""
    try:
        if group is not None:
            fcntl.lockf(group, kind, 1, byte)
    except BlockingIOError:
        return False
    except OSError:  # a security module forbids it: go on without
        pass
    return True


def is_imported_elsewhere():
    """Return whether another process of the group has imported the application.

    It only asks: to lock for a moment would look like an import to others that ask meanwhile.
    """
    question = struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, IMPORTED, 1, 0)
    try:
        answer = fcntl.fcntl(group, fcntl.F_GETLK, question)
    except (OSError, TypeError):  # as above, or there is no group
        return False
    return struct.unpack(FLOCK, answer)[0] != fcntl.F_UNLCK


# After a failed import a second one finds half of the application loaded, and fails for another
# reason that hides the first. So the first exception is kept and raised again for each request. A
# request that comes 10 s later makes mod_wsgi replace this process: what was missing may
# exist by then. If another process has imported the application, this one answers nobody.
group = shared_socket()
failure, since = getattr(sys, "_wsgigen_failure", (None, 0))
if failure is not None:
    if time.monotonic() > since + 10 or is_imported_elsewhere():
        os.kill(os.getpid(), signal.SIGUSR1)
    raise failure.with_traceback(None) from None
end = time.monotonic() + 30
while not (is_imported_elsewhere() or lock(fcntl.LOCK_EX | fcntl.LOCK_NB, FIRST)):
    if time.monotonic() > end:
        break
    time.sleep(0.05)
try:
    from demo.hello import application
except BaseException as error:  # such as the time limits of eventlet and gevent
    if isinstance(error, SystemExit):
        failure = RuntimeError(f"the application exited while it was imported: {error.code}")
        failure.__cause__ = error
    else:
        failure = error
    if is_imported_elsewhere():
        lock(fcntl.LOCK_UN, FIRST)
        traceback.print_exception(failure)
        message = "Another process has imported the application; this one is replaced in 10 s."
        print(message, file=sys.stderr, flush=True)
        time.sleep(10)
        os._exit(1)
    sys._wsgigen_failure = failure, time.monotonic()
    raise failure
else:
    lock(fcntl.LOCK_SH, IMPORTED)
finally:
    lock(fcntl.LOCK_UN, FIRST)
