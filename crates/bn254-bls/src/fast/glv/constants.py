#!/usr/bin/env python3
"""Writes constants.rs: the constants of the split of scalars, from r and the equations in ../glv.rs.

    python3 constants.py > constants.rs
"""

# The order of the groups: EIP-197.
R = 21888242871839275222246405745257275088548364400416034343698204186575808495617


def cube_root_of_one():
    """The larger of the two roots that are not one; arkworks' `LAMBDA` is this one, too."""
    roots = {pow(base, (R - 1) // 3, R) for base in range(2, 20)} - {1}
    assert len(roots) == 2 and all(pow(root, 3, R) == 1 for root in roots)
    return max(roots)


def short_vectors(factor):
    """The steps (x, y) of Euclid's algorithm on r and the factor: x + factor * y = 0 modulo r, x falling, y growing."""
    (x, y), (next_x, next_y) = (R, 0), (factor, -1)
    while next_x:
        yield next_x, next_y
        quotient = x // next_x
        (x, y), (next_x, next_y) = (next_x, next_y), (x - quotient * next_x, y - quotient * next_y)


def basis(factor):
    """`a`, `b`, `c` such that (a, -b) and (b, c) are the two shortest vectors that are not multiples of one another."""
    by_length = sorted(short_vectors(factor), key=lambda vector: max(abs(vector[0]), abs(vector[1])))
    for x, y in by_length[:2]:
        assert (x + factor * y) % R == 0
    (a, minus_b), (b, c) = sorted(by_length[:2], key=lambda vector: vector[1])
    assert minus_b == -b and a > 0 and b > 0 and c > 0
    assert a * c + b * b == R
    return a, b, c


def rounded(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def decimal(number):
    return f"{number:_}"


def limbs(number, count):
    """Least significant first."""
    assert 0 <= number < 1 << 64 * count
    words = [number >> 64 * i & (1 << 64) - 1 for i in range(count)]
    grouped = (f"{word:016x}" for word in words)
    return "[" + ", ".join(literal(word) for word in grouped) + "]"


def literal(digits):
    if int(digits, 16) < 10:
        return str(int(digits, 16))
    return "0x" + "_".join(digits[i : i + 4] for i in range(0, 16, 4))


def main():
    root = cube_root_of_one()
    a, b, c = basis(root)
    offset = -(1 + root) * pow(2, -1, R) % R
    print(
        f"""//! The constants of the split, written by `constants.py` beside this file.

// The basis of the lattice.
pub(super) const A: u128 = {decimal(a)};
pub(super) const B: u128 = {decimal(b)};
pub(super) const C: u128 = {decimal(c)};

/// `round(2^256 * C / r)`, least significant limb first.
pub(super) const C_BY_R: [u64; 3] = {limbs(rounded(c << 256, R), 3)};

/// `round(2^256 * B / r)`.
pub(super) const B_BY_R: [u64; 3] = {limbs(rounded(b << 256, R), 3)};

/// `-(1 + lambda) / 2` modulo `r`, least significant limb first.
pub(super) const OFFSET: [u64; 4] =
    {limbs(offset, 4)};"""
    )


main()
