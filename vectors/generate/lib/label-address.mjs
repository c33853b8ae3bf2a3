import { getAddress } from "viem";
import { fromLabel, hex } from "./bytes.mjs";

/** An address that stands for nothing, in EIP-55 spelling. */
export const labelAddress = (label) => getAddress(hex(fromLabel(`address of ${label}`, 20)));
