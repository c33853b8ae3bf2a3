import { invalidBlsFiles } from "../lib/invalid-bls-files.mjs";
import { invalidEthFiles } from "../lib/invalid-eth-files.mjs";

export default async function build() {
  return {
    source:
      "Damaged and hostile encrypted files (kind eth or bls) that must be refused, and why. wrong_password: the " +
      "authentication code does not fit. kdf_params: a parameter outside of what is sane; refuse before any work or " +
      "allocation. unsupported: another version, cipher, KDF, PRF or checksum. malformed: a member is missing, of the " +
      "wrong type, or of the wrong length. mismatch: decrypts, but address or pubkey are those of another key. " +
      "invalid_key: decrypts to 32 bytes that are no secret key. Made from a good file by one change each.",
    vectors: [...(await invalidEthFiles()), ...invalidBlsFiles()],
  };
}
