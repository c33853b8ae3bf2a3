import assert from "node:assert/strict";
import { G1, G2, g1Words, g2Words } from "../lib/bn254.mjs";
import { word } from "../lib/bytes.mjs";
import { hashToPoint } from "../lib/hash-to-point.mjs";
import { FEEDBACK, prove, publicKeys, registrationMessage, verify } from "../lib/proofs.mjs";
import { hashed } from "../lib/scalars.mjs";

const PAIRS = [
  ["small-numbers", 7n, 11n],
  ["hashed-numbers", hashed("rogue key victim"), hashed("rogue key attacker")],
];

export default function build() {
  return {
    source:
      "A rogue key: pk_a = a*G - pk_v and s_a = a*H('feedback') - s_v, from the victim's public values alone. The " +
      "'feedback' proof verifies though nobody knows sk_a; as registration it must fail, and so must the same attempt " +
      "with registration digests (registration_attempt = a*H(pk_a) - the victim's registration proof). The aggregate " +
      "pk_a + pk_v is a*G, of which the attacker knows the secret. Computed with @noble/curves.",
    vectors: PAIRS.map(([name, victimSk, a]) => forge(name, victimSk, a)),
  };
}

function forge(name, victimSk, a) {
  const victim = publicKeys(victimSk);
  const victimFeedback = prove(victimSk, "feedback");
  const pk1 = G1.BASE.multiply(a).subtract(victim.pk1);
  const pk2 = G2.BASE.multiply(a).subtract(victim.pk2);
  const feedback = hashToPoint(FEEDBACK).point.multiply(a).subtract(victimFeedback);
  const digest = hashToPoint(registrationMessage(pk1)).point;
  const attempt = digest.multiply(a).subtract(prove(victimSk, "registration"));
  assert(verify({ pk1, pk2, proof: feedback, kind: "feedback" }));
  assert(!verify({ pk1, pk2, proof: feedback, kind: "registration" }));
  assert(!verify({ pk1, pk2, proof: attempt, kind: "registration" }));
  return {
    name,
    victim: {
      sk: word(victimSk),
      pk1: g1Words(victim.pk1),
      pk2: g2Words(victim.pk2),
      feedback_proof: g1Words(victimFeedback),
    },
    a: word(a),
    rogue: {
      pk1: g1Words(pk1),
      pk2: g2Words(pk2),
      feedback_proof: g1Words(feedback),
      registration_attempt: g1Words(attempt),
    },
  };
}
