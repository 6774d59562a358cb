"""The times that templates, rules and forecasts share, in seconds: each is only here."""

#: RestartSec=: systemd starts at once what ended, except that the program `brake` waits. Short
#: delays fire at steps of 250 ms: from a kill to the new process 100 ms took 292 ms, and 0 took 34.
RESTART_DELAY = 0
#: What `brake` waits before the start after two failures in a row; twice as long after each further
#: one, at most BRAKE_LONGEST. A judgement.
BRAKE_PAUSE = 0.2
BRAKE_LONGEST = 10
#: Seconds after which a failure is no longer one in a row. A judgement.
BRAKE_MEMORY = 60
#: Failures in a row after which a unit is failed. A judgement.
BRAKE_FAILURES = 6
#: How long after that systemd starts it once more. A judgement.
BRAKE_RETRY = 60
#: Starts in so many seconds after which systemd gives a unit up by itself. The brake allows half as
#: many; but if systemd cannot set up the unit's namespace, it cannot run the brake: 2,641 starts in
#: a minute were seen.
START_LIMIT, START_LIMIT_INTERVAL = 12, 10
#: How long before itself a start check reads in logs if httpd is gone already. A judgement.
START_CHECK_SLACK = 1
#: From one request of a start check to the next: while nothing answers, and after each answer that
#: is not healthy; the last one is used from then on. A judgement: an answer may cost an import.
START_CHECK_PAUSES = (0.2, 0.2, 0.5, 1, 2)
#: Answers of 500 in a row after which a start check gives a service up. A judgement.
START_CHECK_FAILURES = 5
#: From one request of a probe to the next, after one that failed. A judgement.
PROBE_PAUSE = 1
#: What an operation of Pacemaker is given beyond what the unit takes. A judgement: Pacemaker never
#: sets the unit's own time, and asks systemd for the end of a job.
#: Source: ClusterLabs/pacemaker, lib/services/systemd.c
OPERATION_MARGIN = 10
