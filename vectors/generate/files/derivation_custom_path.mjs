import { word } from "../lib/bytes.mjs";
import { seedOf, skFromSeed } from "../lib/derivation.mjs";
import { TEST_MNEMONIC } from "../lib/published.mjs";

const PATHS = {
  "short": "m/12381",
  "purpose-and-coin": "m/12381/3600",
  "other-role": "m/12381/3600/0/1/0",
  "with-candidate": "m/12381/3600/0/0/0/1",
  "candidate-255": "m/12381/3600/0/0/0/255",
  "large-numbers": "m/12381/3600/4294967295/0/4294967295",
};

export default function build() {
  const seed = seedOf(TEST_MNEMONIC, "");
  return {
    source: "As derivation.json, at a path that was given as text; the text is hashed as it is.",
    vectors: Object.entries(PATHS).map(([name, path]) => ({
      name, mnemonic: TEST_MNEMONIC, passphrase: "", path, sk: word(skFromSeed(seed, path)),
    })),
  };
}
