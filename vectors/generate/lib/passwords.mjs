// Passwords of the encrypted files. The accented ones exist in two spellings that normalisation makes one.
export const PASSWORDS = {
  ascii: "correct horse battery staple",
  "printable-ascii": " !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~ ",
  composed: "caf\u00e9 \ufb01ne \u2460 \u212b",
  decomposed: "cafe\u0301 fine 1 A\u030a",
  // "testpassword" in Fraktur letters and a key: the password of EIP-2335's test vectors.
  "eip-2335": String.fromCodePoint(
    0x1d531, 0x1d522, 0x1d530, 0x1d531, 0x1d52d, 0x1d51e, 0x1d530, 0x1d530, 0x1d534, 0x1d52c, 0x1d52f, 0x1d521, 0x1f511,
  ),
};
