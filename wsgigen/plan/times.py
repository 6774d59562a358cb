"""The times that templates, rules and forecasts share, in seconds: each is only here."""

#: RestartSec=: how long systemd waits before it starts again what ended. A judgement.
#: Source: systemd.service(5), RestartSec= (100 ms by default, too soon for what stays broken)
RESTART_DELAY = 5
#: How long before itself a start check reads in logs; what ended before RestartSec= is left out.
START_CHECK_SLACK = RESTART_DELAY - 1
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
