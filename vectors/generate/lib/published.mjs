// Known answers that others published or that the deployed code gave. The generator asserts them.

/** [sk, attempts, square roots, gas estimate]: the gas figures of the proof check's stipend, Osaka pricing. */
export const DEPLOYED_GAS = [
  [1n, 19, 2, 151_674],
  [2n, 2, 1, 138_305],
  [3n, 5, 2, 144_432],
  [11n, 31, 3, 162_492],
  [12n, 1, 1, 137_790],
  [13154n, 102, 10, 232_023],
  [57193n, 95, 18, 264_926],
  [865039n, 138, 12, 260_552],
  [693083n, 97, 23, 288_893],
  [1314687n, 116, 24, 303_646],
];

export const TEST_MNEMONIC = "test test test test test test test test test test test junk";

/** First validators of the official CLI (@aztec/cli 4.1.2) for the test mnemonic: [attester, BLS secret]. */
export const OFFICIAL_VALIDATORS = [
  ["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", 0x285526323b860bde9d845bed1bcaffe6a0da0373b3cf08f45f5ee3c85e095da5n],
  ["0x70997970C51812dc3A010C7d01b50e0d17dc79C8", 0x23ef9bdaf48228f4479ade66987623a161ccb66f69e128fa70c155ff0dcc4f2fn],
  ["0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", 0x26a3a3e47938f6a889191862abb188ab630833aed879e109f1379db25e266ae2n],
];

/** What the official CLI wrote for the first of them. */
export const OFFICIAL_KEY = {
  sk: OFFICIAL_VALIDATORS[0][1],
  pk1X: "0x0bc32126860a70c71bc6b37ff9aa7d0eabfae432d5c9f08db63dab0072e2620e",
  registrationProof: {
    x: "0x0c21b8d8b473dc7e218cda32e0ec68ab94821fc30cd665823d1e3cc5b62a708c",
    y: "0x21665f2e91d098f3a27dbc4e98f8706fc05060e9c10f8f73319ac71806a407df",
  },
};

/** Rule v6, mnemonic "abandon" x 11 + "about", account 0, index 712: [budget, candidate] and [budget, key taken, its gas]. */
export const GAS_BUDGET_ANSWERS = {
  candidates: [[150_000, 3], [225_000, 1], [270_000, 0]],
  keys: [
    [225_000, "0x8d22b1b8d3590dd85795c8005438d2054141a5bb9b1d2d859b6cc2660159fb6d", 151_077],
    [270_000, "0x27e1fd07eb9ec38a5ac4d164bdb8e64a93c8913aaab3deeadea2698a7d4c306c", 234_466],
  ],
};
