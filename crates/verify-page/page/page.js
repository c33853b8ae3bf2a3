// The page: takes files, has them judged, and shows the answer. Whatever comes from a file becomes text, never markup.
'use strict';

const byId = id => document.getElementById(id);

/** So many entries of a file are shown at first, and with each press of the button. */
const ROWS = 100;
/** So many sentences are shown at first. */
const SENTENCES = 20;
/** So many bytes are read of all files together: room for 100,000 entries. */
const MOST_BYTES = 128 << 20;

// ---- Elements

/** An element with a class; children are elements or texts. */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

const number = value => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
const counted = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** Hexadecimal digits in groups of four. The gaps are drawn only, so that what is copied is the number itself. */
function hex(digits) {
  const prefix = digits.startsWith('0x') ? '0x' : '';
  const groups = digits.slice(prefix.length).match(/.{1,4}/gs) ?? [''];
  return element('code', 'hex', ...groups.map((group, place) => element('span', '', place ? group : prefix + group)));
}

function button(text, onclick) {
  const made = element('button', '', text);
  made.type = 'button';
  made.onclick = onclick;
  return made;
}

const facts = pairs =>
  element('dl', '', ...pairs.filter(Boolean).map(([name, ...values]) => element('div', '', element('dt', '', name), element('dd', '', ...values))));

// ---- What is shown of an answer

function headline({ verdict, faults, warnings, entries, files }) {
  if (verdict === 'fault' && entries === 0) {
    const those = files.length === 1 ? 'this file' : 'these files';
    return ['Nothing verified', `No tuple was found in ${those}.`];
  }
  if (verdict === 'fault') {
    return ['Not sound', `${counted(faults, 'fault')} in ${counted(entries, 'tuple')}. Do not register these keys.`];
  }
  const all = entries === 1 ? 'The tuple verifies' : `All ${number(entries)} tuples verify`;
  if (verdict === 'warning') {
    return ['Sound, but look', `${all}; ${counted(warnings, 'warning')} below ${warnings === 1 ? 'is' : 'are'} for a person to judge.`];
  }
  return ['Sound', `${all}. Nothing is wrong with ${files.length === 1 ? 'this file' : 'these files'}.`];
}

function verdictBox(judgement) {
  const [word, sentence] = headline(judgement);
  const head = element('h2', '', word);
  head.id = 'verdict-head';
  head.tabIndex = -1;
  const box = element('section', `verdict ${judgement.verdict}`, head, element('p', '', sentence));
  box.id = 'verdict';
  box.setAttribute('aria-labelledby', head.id);
  return box;
}

/** `2 registration, 1 neither`. */
const proofsText = proofs =>
  Object.entries(proofs).filter(([, count]) => count > 0).map(([message, count]) => `${number(count)} ${message}`).join(', ') || 'none';

const gasText = (gas, limit) => (gas === null ? 'no key could be read' : `${number(gas)} of ${number(limit)}`);

function summary(judgement) {
  const { files, entries, gasLimit, highestGasEstimate, duplicates } = judgement;
  const proofs = { registration: 0, feedback: 0, neither: 0 };
  for (const file of files) for (const message in proofs) proofs[message] += file.proofs[message];
  return facts([
    ['Files', number(files.length)],
    ['Tuples', number(entries)],
    ['Proofs sign', proofsText(proofs)],
    ['Highest gas', gasText(highestGasEstimate, gasLimit)],
    ['Duplicates', duplicates === 0 ? 'none' : counted(duplicates, 'entry', 'entries')],
  ]);
}

/** Sentences about a file, the first of them at once. They stand below its name, and need not begin with it. */
function remarks(name, said, kind) {
  if (said.length === 0) return null;
  const sentences = said.map(text => ([', ', ': '].some(sign => text.startsWith(name + sign)) ? text.slice(name.length + 2) : text));
  const list = element('ul', 'remarks');
  const add = from => {
    const part = sentences.slice(from, from + SENTENCES);
    list.append(...part.map(text => element('li', kind, element('span', 'word', kind), `: ${text}`)));
  };
  add(0);
  const box = element('div', '', list);
  if (sentences.length > SENTENCES) {
    let shown = SENTENCES;
    const text = () => `Show ${number(Math.min(SENTENCES, sentences.length - shown))} more of ${number(sentences.length)} ${kind}s`;
    const more = button(text(), () => {
      add(shown);
      shown += SENTENCES;
      if (shown >= sentences.length) more.remove();
      else more.textContent = text();
    });
    box.append(element('p', 'more', more));
  }
  return box;
}

function callText({ number: nth, first, last, providerId, registry, chainId, network }) {
  const keys = first === last ? `entry ${number(first)}` : `entries ${number(first)} to ${number(last)}`;
  const line = element('li', '', `Call ${number(nth)} adds ${keys} to provider ${providerId}`);
  if (registry === null) {
    line.append('. The file does not say at which registry.');
    return line;
  }
  line.append(' of the registry ', hex(registry));
  if (chainId !== null) line.append(` on chain ${chainId}`);
  line.append(
    network !== null
      ? `: the StakingRegistry of ${network}.`
      : chainId === null
        ? '. The file does not name the chain: compare both with the right ones.'
        : '. This page knows no such registry: compare it with the right one.',
  );
  return line;
}

function calls(file) {
  if (file.calls.length === 0) return null;
  const list = element('ul', '', ...file.calls.slice(0, SENTENCES).map(callText));
  const left = file.calls.length - SENTENCES;
  if (left > 0) {
    const same = file.calls.every(call => ['providerId', 'registry', 'chainId'].every(name => call[name] === file.calls[0][name]));
    list.append(element('li', '', `${counted(left, 'more call')}, ${same ? 'all to the same provider and registry' : 'NOT all to the same provider and registry'}.`));
  }
  return element('div', 'calls', list);
}

const short = text => (text === null ? '–' : text);

/** What can be opened below an entry. */
function detail(tuple, gasLimit) {
  const { words, publicKey, attempts, squareRoots, gasEstimate } = tuple;
  const point = (name, of) => Object.entries(of).map(([part, word]) => [`${name}.${part}`, hex(word)]);
  const rows = [];
  if (publicKey !== null) rows.push(['BLS key, short', hex(publicKey.slice(0, 16))], ['BLS key', hex(publicKey)]);
  if (gasEstimate !== null) {
    rows.push(['Gas', `${gasText(gasEstimate, gasLimit)}: ${counted(attempts, 'attempt')} and ${counted(squareRoots, 'square root')} until the key is hashed to a point`]);
  }
  if (words !== null) {
    rows.push(...point('publicKeyG1', words.publicKeyG1), ...point('publicKeyG2', words.publicKeyG2), ...point('proofOfPossession', words.proofOfPossession));
  }
  const list = tuple.remarks.map(({ severity, text }) =>
    element('li', severity === 'error' ? 'fault' : 'warning', element('span', 'word', severity === 'error' ? 'fault' : 'warning'), `: ${text}`),
  );
  return element('div', '', list.length ? element('ul', 'remarks', ...list) : null, rows.length ? facts(rows) : null);
}

function gasCell(gas, limit) {
  if (gas === null) return element('td', 'gas none', '–');
  const bar = element('span', '');
  bar.style.width = `${Math.min(100, (100 * gas) / limit)}%`;
  return element('td', 'gas', number(gas), element('span', `gauge${gas > limit ? ' over' : ''}`, bar));
}

function row(tuple, gasLimit, body) {
  const nth = element('th', 'nth', number(tuple.entry));
  nth.scope = 'row';
  const toggle = button(tuple.verdict, () => {
    const open = toggle.getAttribute('aria-expanded') === 'true';
    toggle.setAttribute('aria-expanded', String(!open));
    line.classList.toggle('open', !open);
    if (open) {
      line.nextElementSibling.remove();
      return;
    }
    const cell = element('td', 'detail', detail(tuple, gasLimit));
    cell.colSpan = 5;
    line.after(element('tr', 'below', cell));
  });
  toggle.className = `plain toggle word ${tuple.verdict}`;
  toggle.setAttribute('aria-expanded', 'false');
  toggle.setAttribute('aria-label', `${tuple.verdict}: details of entry ${tuple.entry}`);
  const who = tuple.attester === null ? element('td', 'who', 'cannot be read') : element('td', 'who', hex(tuple.attester));
  const line = element('tr', '', nth, who, element('td', 'signs', short(tuple.message)), gasCell(tuple.gasEstimate, gasLimit), element('td', 'is', toggle));
  body.append(line);
}

function table(file, gasLimit) {
  if (file.tuples.length === 0) return null;
  const heads = [['nth', 'Entry'], ['who', 'Attester'], ['signs', 'Proof signs'], ['gas', 'Gas'], ['is', 'Verdict']].map(([name, text]) => {
    const head = element('th', name, text);
    head.scope = 'col';
    return head;
  });
  const body = element('tbody', '');
  const made = element('table', '', element('thead', '', element('tr', '', ...heads)), body);
  const caption = element('caption', 'unseen', `Entries of ${file.name}`);
  made.prepend(caption);
  const below = element('p', 'more');
  let wanted = file.tuples;
  let shown = 0;
  const more = count => {
    for (const tuple of wanted.slice(shown, shown + count)) row(tuple, gasLimit, body);
    shown = Math.min(wanted.length, shown + count);
    const left = wanted.length - shown;
    below.replaceChildren();
    if (left === 0) return;
    below.append(element('span', 'aside', `${number(shown)} of ${number(wanted.length)} entries are shown.`));
    below.append(button(`Show ${number(Math.min(ROWS, left))} more`, () => more(ROWS)));
    if (left > ROWS) below.append(button('Show all', () => more(left)));
  };
  more(ROWS);
  const remarkable = file.tuples.filter(({ verdict }) => verdict !== 'sound');
  let filter = null;
  if (remarkable.length > 0 && remarkable.length < file.tuples.length) {
    const only = element('input', '');
    only.type = 'checkbox';
    only.onchange = () => {
      wanted = only.checked ? remarkable : file.tuples;
      shown = 0;
      body.replaceChildren();
      more(ROWS);
    };
    filter = element('p', 'filter', element('label', '', only, ` Only the ${counted(remarkable.length, 'entry', 'entries')} with a fault or a warning`));
  }
  return element('div', '', filter, made, below);
}

function fileSection(file, place, judgement) {
  const head = element('h3', '', file.name);
  head.id = `file-${place}`;
  const remove = button('Remove', () => {
    taken.splice(place, 1);
    ask();
  });
  remove.className = 'plain toggle';
  remove.setAttribute('aria-label', `Remove ${file.name}`);
  const what = file.entries > 0 ? `${file.kind}, ${counted(file.entries, 'entry', 'entries')}` : (file.kind ?? 'no tuples');
  const made = element(
    'section',
    'file',
    element('header', '', head, element('span', `word ${file.verdict}`, file.verdict)),
    element('p', 'what', what[0].toUpperCase() + what.slice(1), ' · ', remove),
    facts([
      ['SHA-256', hex(file.sha256)],
      file.entries > 0 && ['Proofs sign', proofsText(file.proofs)],
      file.entries > 0 && ['Highest gas', gasText(file.highestGasEstimate, judgement.gasLimit)],
    ]),
    calls(file),
    file.notes.length ? element('ul', 'notes', ...file.notes.map(text => element('li', '', text))) : null,
    remarks(file.name, file.faults, 'fault'),
    remarks(file.name, file.warnings, 'warning'),
    table(file, judgement.gasLimit),
  );
  made.setAttribute('aria-labelledby', head.id);
  return made;
}

function show(judgement) {
  byId('verdict-place').replaceChildren(verdictBox(judgement));
  byId('result').replaceChildren(summary(judgement), ...judgement.files.map((file, place) => fileSection(file, place, judgement)));
  hide(false);
  byId('verdict-head').focus({ preventScroll: true });
  byId('verdict').scrollIntoView({ block: 'nearest' });
}

/** Whether the last answer is seen. */
function hide(is) {
  byId('verdict-place').hidden = is;
  byId('result').hidden = is;
}

// ---- Asking

/** The files that were taken: their names and bytes. */
const taken = [];
let worker = null;
let spare = null;

function fail(sentence) {
  byId('failed').textContent = sentence;
  byId('failed').hidden = false;
}

/** A worker that has the module. */
function hire() {
  const made = new Worker(URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' })));
  const digits = byId('module').textContent;
  made.postMessage({ module: Uint8Array.from(atob(digits), character => character.charCodeAt(0)) });
  return made;
}

/** Has something judged; what was being judged before is given up. */
function judged(asked, then) {
  worker?.terminate();
  worker = spare ?? hire();
  spare = null;
  worker.onerror = event => fail(`The module could not be run: ${event.message ?? 'the browser does not say why'}. Use keygen verify.`);
  worker.onmessage = ({ data }) => {
    if (data.total !== undefined) {
      byId('bar').max = data.total;
      byId('bar').value = data.done;
      byId('done').textContent = `${number(data.done)} of ${number(data.total)} tuples`;
      return;
    }
    spare = worker;
    worker = null;
    if (data.failed !== undefined) {
      spare.terminate();
      spare = null;
      fail(`The module stopped (${data.failed}). Nothing was verified; use keygen verify.`);
      busy(false);
      return;
    }
    const answer = JSON.parse(data.answer);
    if (answer.error !== undefined) fail(answer.error);
    else then(answer);
    busy(false);
  };
  worker.postMessage(asked);
}

function busy(is) {
  byId('busy').hidden = !is;
  byId('bar').removeAttribute('value');
  byId('done').textContent = '';
  document.body.toggleAttribute('aria-busy', is);
}

/** The limit that was typed; null where it is no number. */
function limit() {
  const digits = byId('limit').value.replace(/[,_\s]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

function ask() {
  byId('failed').hidden = true;
  const some = taken.length > 0;
  byId('empty').hidden = some;
  byId('clear').hidden = !some;
  byId('drop').classList.toggle('small', some);
  if (!some) {
    worker?.terminate();
    worker = null;
    busy(false);
    hide(true);
    byId('verdict-place').replaceChildren();
    byId('result').replaceChildren();
    return;
  }
  const gasLimit = limit();
  byId('limit').setAttribute('aria-invalid', String(gasLimit === null));
  if (gasLimit === null) {
    fail('The gas limit is not a number; write digits, such as 300000.');
    hide(true);
    return;
  }
  hide(true);
  busy(true);
  judged({ gasLimit, feedback: byId('proof').value === 'feedback', files: taken }, show);
}

async function take(files) {
  byId('failed').hidden = true;
  for (const { name, file } of files) {
    const before = taken.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (before + file.size > MOST_BYTES) {
      fail(`${JSON.stringify(name)} and the files before it have more than ${number(MOST_BYTES)} bytes, which this page does not read; use keygen verify.`);
      return;
    }
    try {
      taken.push({ name, bytes: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      fail(`${JSON.stringify(name)} could not be read; choose it anew.`);
      return;
    }
  }
  ask();
}

function takeText(text) {
  if (text.trim() === '') return;
  taken.push({ name: 'pasted text', bytes: new TextEncoder().encode(text) });
  ask();
}

// ---- Where files come from

/** The files in a directory that was dropped, and in those below it. */
async function filesIn(entry, path = '') {
  const name = path + entry.name;
  if (entry.isFile) return [{ name, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) }];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) break;
    found.push(...part);
  }
  found.sort((one, other) => (one.name < other.name ? -1 : 1));
  return (await Promise.all(found.map(below => filesIn(below, `${name}/`)))).flat();
}

async function takeDropped({ items, files }) {
  const entries = [...items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  const text = [...items].find(item => item.kind === 'string' && item.type === 'text/plain');
  if (files.length === 0 && text) {
    text.getAsString(takeText);
    return;
  }
  const named = [...files].map(file => ({ name: file.name, file }));
  try {
    await take(entries.some(entry => entry.isDirectory) ? (await Promise.all(entries.map(entry => filesIn(entry)))).flat() : named);
  } catch {
    fail('What was dropped could not be read; choose the files instead.');
  }
}

let depth = 0;
const over = change => {
  depth = Math.max(0, depth + change);
  byId('drop').classList.toggle('over', depth > 0);
};
// Anywhere on the page: a file that misses the box would replace the page.
document.ondragenter = () => over(1);
document.ondragleave = () => over(-1);
document.ondragover = event => event.preventDefault();
document.ondrop = event => {
  event.preventDefault();
  over(-Infinity);
  takeDropped(event.dataTransfer);
};
document.onpaste = event => {
  if (event.target.matches?.('textarea, input')) return;
  const { files } = event.clipboardData;
  if (files.length > 0) take([...files].map(file => ({ name: file.name, file })));
  else takeText(event.clipboardData.getData('text/plain'));
};
byId('pick').onchange = async ({ target }) => {
  const picked = [...target.files].map(file => ({ name: file.name, file }));
  await take(picked);
  target.value = '';
};
byId('take').onclick = () => {
  takeText(byId('text').value);
  byId('text').value = '';
  byId('paste').open = false;
};
byId('clear').onclick = () => {
  taken.length = 0;
  ask();
  byId('pick').focus();
};
byId('terms').onsubmit = event => event.preventDefault();
byId('limit').onchange = ask;
byId('proof').onchange = ask;

// The empty question: it shows that the module runs here, and says the limit that is assumed.
try {
  judged({ gasLimit: null, feedback: false, files: [] }, ({ gasLimit }) => {
    byId('limit').value = String(gasLimit);
    byId('limit-note').textContent = `The GSE’s proofOfPossessionGasLimit: ${number(gasLimit)} since the v6 upgrade, 250,000 before.`;
    document.body.dataset.ready = 'yes';
  });
} catch (error) {
  fail(`This browser does not run the module (${error}). Take a newer one, or use keygen verify.`);
}
