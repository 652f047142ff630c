# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Annex developers

"""The pixels of the window."""

import tap


class Screen:
    """The window as it is now."""

    def __init__(self, annex):
        self.width, self.height, self.pixels = annex.grab()

    def at(self, x, y):
        start = (y * self.width + x) * 3
        return tuple(self.pixels[start:start + 3])

    def part(self, x, y, width, height):
        """The pixels of a part, row by row."""
        rows = range(y, y + height)
        return b''.join(self.pixels[(row * self.width + x) * 3:(row * self.width + x + width) * 3] for row in rows)

    def find(self, rgb):
        """The box around all pixels of this colour: left, top, right, bottom."""
        wanted, columns, rows = bytes(rgb), [], []
        start = self.pixels.find(wanted)
        while start >= 0:
            if start % 3 == 0:
                columns.append(start // 3 % self.width)
                rows.append(start // 3 // self.width)
            start = self.pixels.find(wanted, start + 1)
        return (min(columns), min(rows), max(columns), max(rows)) if columns else None


def settled(annex):
    """The window, once it has not changed for a while."""
    last = [b'']

    def same():
        before, last[0] = last[0], Screen(annex)
        return before and before.pixels == last[0].pixels

    tap.wait_for(same, 'the window to settle', every=0.3)
    return last[0]


def difference(some, others):
    """Of 255, on average over all pixels and colours."""
    assert len(some) == len(others) > 0, (len(some), len(others))
    return sum(abs(one - other) for one, other in zip(some, others)) / len(some)
