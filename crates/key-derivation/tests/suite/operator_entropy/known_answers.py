#!/usr/bin/env python3
"""Prints known answers for entropy that is mixed of the system's and the operator's, from the rule in the documentation of
OperatorEntropy and from RFC 5869 alone, with the HMAC of Python: known_answers.py > known_answers.json"""

import hashlib
import hmac
import json


def hmac_sha256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def extract(salt, material):
    return hmac_sha256(salt, material)


def expand(key, info, length):
    output, block, number = b"", b"", 1
    while len(output) < length:
        block = hmac_sha256(key, block + info + bytes([number]))
        output, number = output + block, number + 1
    return output[:length]


def mixed(system, operator, length):
    key = extract(b"aztec-keygen operator entropy v1", system + operator)
    return expand(key, b"BIP-39 entropy" + bytes([length]), length)


# RFC 5869, appendix A.1.
key = extract(bytes(range(13)), b"\x0b" * 22)
assert key.hex() == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
assert expand(key, bytes(range(0xF0, 0xFA)), 42).hex() == (
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
)

systems = [bytes(range(32)), hashlib.sha256(b"system").digest()]
operators = [
    ("one letter and a line end", b"a\n"),
    ("99 rolls of a die", b"365633224161564431142344453563655342161653435445443326124565536233145442566114525143226553323155442"),
    ("every byte", bytes(range(256))),
    ("another last bit", bytes(range(255)) + b"\xfe"),
    ("1 MiB", bytes(index * index // 7 % 251 for index in range(1 << 20))),
]
vectors = []
for system in systems:
    for name, operator in operators:
        for length in (16, 20, 24, 28, 32):
            # A long one is told by its digest: the test makes it by the same formula.
            given = {"operator": operator.hex()} if len(operator) < 1000 else {"sha256": hashlib.sha256(operator).hexdigest()}
            vectors.append({"name": name, "system": system.hex(), **given, "entropy": mixed(system, operator, length).hex()})
print(json.dumps(vectors, indent=1))
