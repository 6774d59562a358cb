import pytest

from wsgigen.host.logs import first_failure, mark

STAMP = "[2026-11-28 14:05:12.460817]"
INFO = f"{STAMP} [wsgi:info] [pid 7:tid 1] mod_wsgi (pid=7): Attach interpreter ''.\n"
TRACEBACK = "".join(
    f"{STAMP} [wsgi:error] [pid {pid}:tid 1] {rest}\n"
    for pid, rest in (
        (7, "mod_wsgi (pid=7): Exception occurred processing WSGI script '/a.wsgi'."),
        (7, "Traceback (most recent call last):"),
        (8, "Traceback (most recent call last):"),
        (7, '  File "/a.wsgi", line 3, in <module>'),
        (8, "RuntimeError: of another process"),
        (7, "FileNotFoundError: the first"),
        (7, "mod_wsgi (pid=7): Failed to exec Python script file '/a.wsgi'."),
        (7, "[abc] [client 127.0.0.1:5] Traceback (most recent call last):"),
        (7, "[abc] [client 127.0.0.1:5] RuntimeError: the second"),
    )
)
FIRST = (
    "Traceback (most recent call last):",
    '  File "/a.wsgi", line 3, in <module>',
    "FileNotFoundError: the first",
)
ERROR = "[Sat Nov 28 14:05:12.460817 2026] [ssl:emerg] [pid 7:tid 1] AH02565: Certificate and private key do not match\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(INFO + TRACEBACK, FIRST, id="the first traceback, of one process"),
        pytest.param(
            INFO + ERROR + INFO,
            ("AH02565: Certificate and private key do not match",),
            id="an error, where there is none",
        ),
        pytest.param(
            INFO,
            ("mod_wsgi (pid=7): Attach interpreter ''.",),
            id="the last lines, where there is neither",
        ),
        pytest.param(
            "Traceback of nobody\n", ("Traceback of nobody",), id="lines that are not httpd's"
        ),
        pytest.param("", (), id="nothing"),
    ],
)
def test_what_went_wrong_first_is_told(tmp_path, text, told):
    begin = mark(tmp_path / "error.log")
    (tmp_path / "error.log").write_text(text)
    assert first_failure([begin]) == told


def test_a_traceback_that_the_application_caught_and_printed_is_not_taken_for_the_cause(tmp_path):
    begin = mark(tmp_path / "error.log")
    caught = (
        "Traceback (most recent call last):",
        '  File "/settings.py", line 1, in <module>',
        "ModuleNotFoundError: an optional module",
    )
    printed = "".join(f"{STAMP} [wsgi:error] [pid 7:tid 1] {line}\n" for line in caught)
    (tmp_path / "error.log").write_text(printed + TRACEBACK)
    assert first_failure([begin]) == FIRST


def test_what_went_wrong_before_is_not(tmp_path):
    log = tmp_path / "error.log"
    log.write_text(TRACEBACK.replace("the first", "of yesterday"))
    begin = mark(log)
    with log.open("a") as file:
        file.write(TRACEBACK)
    assert first_failure([begin]) == FIRST


def test_a_log_that_was_begun_from_scratch_is_new_as_a_whole(tmp_path):
    log = tmp_path / "error.log"
    log.write_text(INFO * 100)
    begin = mark(log)
    log.rename(tmp_path / "old")
    log.write_text(TRACEBACK)
    assert first_failure([begin]) == FIRST


def test_a_traceback_in_a_later_log_goes_before_an_error_in_an_earlier_one(tmp_path):
    begins = [mark(tmp_path / name) for name in ("site", "server", "absent")]
    (tmp_path / "site").write_text(ERROR)
    (tmp_path / "server").write_text(TRACEBACK)
    assert first_failure(begins) == FIRST


def test_of_a_long_traceback_the_end_is_told(tmp_path):
    begin = mark(tmp_path / "error.log")
    deep = TRACEBACK.replace(
        "line 3",
        "line 3\n".join(
            f"{STAMP} [wsgi:error] [pid 7:tid 1]   frame {number}" for number in range(99)
        ),
    )
    (tmp_path / "error.log").write_text(deep)
    found = first_failure([begin])
    assert (len(found), found[-1]) == (25, "FileNotFoundError: the first")


def test_a_log_that_was_truncated_is_new_as_a_whole(tmp_path):
    log = tmp_path / "error.log"
    log.write_text(INFO * 100)
    begin = mark(log)
    log.write_text(TRACEBACK)
    assert first_failure([begin]) == FIRST
