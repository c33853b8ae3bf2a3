// Passwords of the encrypted files. The accented ones exist in two spellings that normalisation makes one.
export const PASSWORDS = {
  ascii: "correct horse battery staple",
  "printable-ascii": " !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~ ",
  composed: "caf\u00e9 \ufb01ne \u2460 \u212b",
  decomposed: "cafe\u0301 fine 1 A\u030a",
  "eip-2335": "\u{1d531}\u{1d522}\u{1d530}\u{1d531}\u{1d52d}\u{1d51e}\u{1d530}\u{1d530}\u{1d534}\u{1d52c}\u{1d52f}\u{1d521}\u{1f511}",
};
