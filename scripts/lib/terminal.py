"""A terminal for a program: what it shows after the program has written to it, as the lines of a screen."""

import codecs
import fcntl
import os
import pty
import re
import select
import struct
import termios
import time

# What programs write besides text: a control sequence (CSI) with its numbers and its letter.
SEQUENCE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])")
STYLES = {"1": "bold", "2": "dim", "4": "underlined", "31": "red", "32": "green", "33": "yellow"}
SEQUENCE_BEGINS = re.compile(r"\x1b(\[[?0-9;]*)?\Z")


class Screen:
    """Cells of one character and its style. What scrolls off the top is kept above. A sequence that is not known here is an
    error: a picture must not show what a terminal would not."""

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.above, self.first, self.unread = [], None, ""
        self.style = ""
        self.clear()

    def clear(self):
        self.cells = [self.blank() for _ in range(self.rows)]
        self.row = self.column = 0

    def blank(self):
        return [(" ", "")] * self.columns

    def lines(self):
        """Runs of text with one style, for each line down to the last that has something on it."""
        lines = [runs(line) for line in self.above + self.cells]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def write(self, text):
        text, self.unread = self.unread + text, ""
        position = 0
        while position < len(text):
            if found := SEQUENCE.match(text, position):
                self.control(*found.groups())
                position = found.end()
            elif text[position] == "\x1b" and SEQUENCE_BEGINS.match(text, position):
                self.unread = text[position:]
                return
            else:
                self.character(text[position])
                position += 1

    def character(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.line_feed()
        elif character == "\b":
            self.column = max(self.column - 1, 0)
        elif character == "\a":
            pass
        elif character < " ":
            raise ValueError(f"the terminal was sent {character!r}, which is not drawn")
        else:
            if self.column == self.columns:
                self.column = 0
                self.line_feed()
            self.cells[self.row][self.column] = (character, self.style)
            self.column += 1

    def line_feed(self):
        if self.row + 1 < self.rows:
            self.row += 1
            return
        line = self.cells.pop(0)
        if self.first is None:
            self.above.append(line)
        self.cells.append(self.blank())

    def control(self, numbers, letter):
        number = int(numbers or 0) if numbers.isdigit() or not numbers else None
        if letter == "A":
            self.row = max(self.row - (number or 1), 0)
        elif letter == "B":
            self.row = min(self.row + (number or 1), self.rows - 1)
        elif letter == "K" and number in (0, 2):
            start = self.column if number == 0 else 0
            self.cells[self.row][start:] = self.blank()[start:]
        elif letter == "J" and number == 0:
            self.cells[self.row][self.column :] = self.blank()[self.column :]
            self.cells[self.row + 1 :] = [self.blank() for _ in self.cells[self.row + 1 :]]
        elif letter == "J" and number in (2, 3):
            # 3 wipes what is above as well; on the second screen, there is nothing.
            self.cells = [self.blank() for _ in self.cells]
        elif letter == "H" and not numbers:
            self.row = self.column = 0
        elif letter == "m":
            self.select(numbers)
        elif (numbers, letter) == ("?1049", "h"):
            self.first = (self.cells, self.row, self.column)
            self.clear()
        elif (numbers, letter) == ("?1049", "l") and self.first is not None:
            self.cells, self.row, self.column = self.first
            self.first = None
        elif numbers in ("?25", "?2004") and letter in "hl":
            pass  # The cursor, and pasting: neither is drawn.
        else:
            raise ValueError(f"the terminal was sent ESC [ {numbers} {letter}, which is not drawn")

    def select(self, numbers):
        for number in numbers.split(";"):
            if number in ("", "0"):
                self.style = ""
            elif number in STYLES:
                self.style = f"{self.style} {STYLES[number]}".strip()
            else:
                raise ValueError(f"the terminal was sent the style {number}, which is not drawn")


def runs(line):
    line = list(line)
    while line and line[-1] == (" ", ""):
        line.pop()
    joined = []
    for character, style in line:
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + character, style)
        else:
            joined.append((character, style))
    return joined


class Secret(str):
    """An answer that is given once the terminal shows nothing of what is typed."""


def wait_for_silence(terminal, end):
    while termios.tcgetattr(terminal)[3] & termios.ECHO:
        if time.monotonic() > end:
            raise TimeoutError("a secret was asked for, and what is typed would be shown")
        time.sleep(0.01)


def run(screen, command, answers=(), directory=".", environment=None, patience=300):
    """Runs a command on the screen, and gives each answer once its question is there. An answer may be a function, which is
    called and gives the text. Returns the exit status, once the program has ended."""
    process, terminal = pty.fork()
    if process == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", screen.rows, screen.columns, 0, 0))
            os.chdir(directory)
            os.execve(command[0], command, environment or {})
        finally:
            os._exit(127)
    questions, seen, end = list(answers), "", time.monotonic() + patience
    decoder = codecs.getincrementaldecoder("utf-8")()
    while True:
        if not select.select([terminal], [], [], max(end - time.monotonic(), 0))[0]:
            raise TimeoutError(f"{' '.join(command)}: nothing more after: {seen[-300:]!r}")
        try:
            read = os.read(terminal, 65536)
        except OSError:
            # Linux says so when the program has closed the last of its end.
            read = b""
        if not read:
            break
        text = decoder.decode(read)
        screen.write(text)
        seen += text
        while questions and questions[0][0] in seen:
            question, answer = questions.pop(0)
            seen = seen.split(question, 1)[1]
            if isinstance(answer, Secret):
                wait_for_silence(terminal, end)
            os.write(terminal, f"{answer() if callable(answer) else answer}\n".encode())
    os.close(terminal)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if questions:
        raise ValueError(f"{' '.join(command)}: did not ask {questions[0][0]!r}")
    return status
