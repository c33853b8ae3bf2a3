// Where files are judged, so that the page can be read meanwhile. It gets the module once, and then one question after the other.
'use strict';

let module;

// The module asks for two things: randomness, and to pass on how far it is.
const imports = memory => ({
  page: {
    random(into, length) {
      // So many bytes at most are given at a time.
      for (let at = 0; at < length; at += 65536) {
        crypto.getRandomValues(new Uint8Array(memory(), into + at, Math.min(65536, length - at)));
      }
    },
    progress(done, total) {
      postMessage({ done, total });
    },
  },
});

/** The length of the head, the head, and the files one behind the other. */
function question({ gasLimit, feedback, files }) {
  const names = files.map(({ name, bytes }) => ({ name, bytes: bytes.length }));
  const head = new TextEncoder().encode(JSON.stringify({ gasLimit, feedback, files: names }));
  const whole = new Uint8Array(4 + head.length + files.reduce((sum, { bytes }) => sum + bytes.length, 0));
  new DataView(whole.buffer).setUint32(0, head.length, true);
  whole.set(head, 4);
  let at = 4 + head.length;
  for (const { bytes } of files) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

/** A memory of its own for each question, so that nothing is left of the one before. */
async function answer(asked) {
  let exports;
  ({ exports } = await WebAssembly.instantiate(await module, imports(() => exports.memory.buffer)));
  const whole = question(asked);
  const room = exports.room_for_question(whole.length);
  new Uint8Array(exports.memory.buffer, room, whole.length).set(whole);
  const length = exports.answer();
  return new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.answer_at(), length));
}

onmessage = async ({ data }) => {
  try {
    if (data.module) {
      module = WebAssembly.compile(data.module);
      return;
    }
    postMessage({ answer: await answer(data) });
  } catch (error) {
    postMessage({ failed: String(error) });
  }
};
