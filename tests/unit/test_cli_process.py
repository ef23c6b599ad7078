"""The command line as a process of its own: encodings, pipes, time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hotline_rules.cli.progress import Progress
from hotline_rules.cli.streams import speaks_unicode
from hotline_rules.generating import generate_histories

ROOT = Path(__file__).resolve().parents[2]
ZIBO = str(ROOT / "examples/zibo.jsonl")
JUDGE = ["--profile", "zibo", "--as-of", "2021-03-17T09:00:00+08:00"]
COMMAND = [sys.executable, "-m", "hotline_rules", "evaluate"]


def run(
    *arguments: str, encoding: str | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    if encoding:
        kept["PYTHONIOENCODING"] = encoding
    return subprocess.run(
        [*COMMAND, *arguments], env=kept | environment, capture_output=True, check=False
    )


def odd_ticket(tmp_path: Path) -> str:
    """A ticket whose names a GBK console cannot show."""
    path = tmp_path / "odd.jsonl"
    event = {"type": "dispatched", "at": "2021-03-01T10:00:00+08:00", "unit": "café 😀"}
    text = json.dumps({"id": "工单\U0001f600", "events": [event]}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_gbk_console__a_table_is_readable_chinese() -> None:
    ran = run(ZIBO, *JUDGE, "--format", "table", encoding="gbk")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "办理期限" in ran.stdout.decode("gbk")


def test_gbk_console__what_it_cannot_show_is_escaped(tmp_path: Path) -> None:
    ran = run(odd_ticket(tmp_path), *JUDGE, "--format", "table", encoding="gbk")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "\\U0001f600" in ran.stdout.decode("gbk")


def test_gbk_console__json_stays_json(tmp_path: Path) -> None:
    ran = run(odd_ticket(tmp_path), *JUDGE, encoding="gbk")
    assert ran.stdout.isascii()
    assert json.loads(ran.stdout)["id"] == "工单\U0001f600"


def test_gbk_console__messages_come_through(tmp_path: Path) -> None:
    path = tmp_path / "坏.jsonl"
    path.write_text('{"id": 1}', encoding="utf-8")
    ran = run(str(path), *JUDGE, encoding="gbk")
    assert ran.returncode == 1
    assert "坏.jsonl:1:1: 错误[history-kind]" in ran.stderr.decode("gbk")


@pytest.mark.skipif(os.name == "nt", reason="the C locale is a matter of POSIX")
def test_pipe__is_utf_8_whatever_the_locale_says(tmp_path: Path) -> None:
    quirks = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = run(odd_ticket(tmp_path), *JUDGE, **quirks)
    assert json.loads(ran.stdout.decode("utf-8"))["id"] == "工单\U0001f600"
    assert "😀".encode() in ran.stdout


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise on Windows")
def test_pipe__whose_reader_goes_away_breaks_quietly(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for history in generate_histories("zibo", 300, seed=1):
            file.write(json.dumps(history) + "\n")
    with subprocess.Popen(
        [*COMMAND, str(path), *JUDGE], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"{")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 1


def test_progress__says_nothing_to_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    for _ in range(1000):
        progress.step()
    progress.clear()
    assert progress.count == 1000
    assert capsys.readouterr() == ("", "")


def test_progress__counts_for_a_terminal_and_wipes_its_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("hotline_rules.cli.progress._PATIENCE", -1.0)
    progress = Progress()
    for _ in range(256):
        progress.step()
    progress.clear()
    progress.clear()
    assert capsys.readouterr().err == "\r256 …\r\x1b[K"


def test_speaks_unicode__knows_the_names_of_utf_8() -> None:
    class Stream:
        def __init__(self, encoding: str | None) -> None:
            self.encoding = encoding

    names = {"utf-8": True, "UTF8": True, "utf_16": True, None: True, "gbk": False}
    found = {name: speaks_unicode(Stream(name)) for name in names}  # type: ignore[arg-type]
    assert found == names


def test_import__is_light() -> None:
    code = (
        "import sys, hotline_rules; "
        "print(*sorted(m for m in sys.modules if m.startswith('hotline_rules.')));"
        "print('pydantic' in sys.modules, 'ruamel' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["", "False False"]


def test_import__every_public_name_is_what_it_says() -> None:
    code = (
        "import hotline_rules as h; import hotline_rules.evaluate.replay; "
        "from hotline_rules import evaluate; "
        "assert callable(evaluate) and h.evaluate is evaluate; "
        "assert all(getattr(h, n) is not None for n in h.__all__); "
        "assert set(h.__all__) <= set(dir(h)); print(h.__version__)\n"
        "try:\n    h.nothing\nexcept AttributeError as e:\n    print(e)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    version, said = done.stdout.splitlines()
    assert version == "0.1.0"
    assert "nothing" in said


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="no peak of a process to read here"
)
def test_memory__is_flat_in_the_number_of_histories(tmp_path: Path) -> None:
    """Ten times the histories take no more memory than their ids need."""
    peaks = []
    for count in (500, 5000):
        path = tmp_path / f"{count}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for history in generate_histories("qingyuan", count, seed=1):
                file.write(json.dumps(history) + "\n")
        # TRAP: ru_maxrss of a child starts at the size of the process that forked it.
        code = (
            "import sys; from hotline_rules.cli import main; "
            "status = main(sys.argv[1:]); "
            "lines = open('/proc/self/status').read().splitlines(); "
            "peak = [line.split()[1] for line in lines if line.startswith('VmHWM')]; "
            "sys.stderr.write(peak[0]); sys.exit(status)"
        )
        judge = ["--profile", "qingyuan", "--as-of", "2025-01-01T00:00:00+08:00"]
        done = subprocess.run(
            [sys.executable, "-c", code, "evaluate", str(path), *judge]
            + ["--output", os.devnull],
            capture_output=True,
            text=True,
            check=True,
        )
        peaks.append(int(done.stderr) / 1024)
    assert peaks[1] < 150, peaks
    assert peaks[1] - peaks[0] < 8, peaks
