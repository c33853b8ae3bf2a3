// The page that verifies tuples says what `keygen verify` says, of sound files and of bad ones.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Batch, json } from '../interop/lib/keygen.mjs';
import { launch } from './lib/chromium.mjs';
import { again, choose, openPage, shown, verified, written } from './lib/verify_page.mjs';

const JUNK = 'test test test test test test test test test test test junk';
const MAINNET = ['--provider-id', '7', '--registry', '0x042dF8f42790d6943F41C25C2132400fd727f452', '--chain-id', '1'];

const vectors = name => json(fileURLToPath(new URL(`../../vectors/${name}.json`, import.meta.url))).vectors;

let browser, opened, page, batch;

before(async () => {
  browser = await launch();
  batch = await Batch.plain(3, MAINNET, JUNK);
  opened = await openPage(browser);
  page = opened.page;
});
after(() => browser.close());

const number = value => (value === null ? '–' : value.toLocaleString('en'));

/** What the program adds for people who have it: another option, another command. */
const withoutRemedy = text => text.replace(/; (do not sign the batch|name the public part|drop both|or give the directory|keygen calldata add-keys does that).*$/, '');

/** The page has the same files, entries, figures and sentences as the program. */
async function agrees(contents, { limit, proof } = {}) {
  const paths = written(contents);
  if (await page.isVisible('#clear')) await again(page);
  await page.fill('#limit', String(limit ?? 300_000));
  await page.selectOption('#proof', proof ?? 'registration');
  await choose(page, paths);
  const { files, verdict } = await shown(page);
  const expected = await verified(paths, [...(limit ? ['--pop-gas-limit', String(limit)] : []), ...(proof ? ['--proof', proof] : [])]);

  assert.deepEqual(files.map(file => file.name), expected.map(report => report.path));
  for (const [place, report] of expected.entries()) {
    const file = files[place];
    const within = text => withoutRemedy(text.replace(`${report.path}, `, '').replace(`${report.path}: `, ''));
    assert.deepEqual(file.faults.map(withoutRemedy), report.faults.map(within), report.path);
    assert.deepEqual(file.warnings, report.warnings.map(within), report.path);
    assert.equal(file.verdict, report.faults.length ? 'fault' : report.warnings.length ? 'warning' : 'sound', report.path);
    assert.equal(file.rows.length, report.entries, report.path);
    const readable = file.rows.filter(([, attester]) => attester !== 'cannot be read');
    const word = tuple => (tuple.faults.length ? 'fault' : tuple.warnings.length ? 'warning' : 'sound');
    assert.deepEqual(
      readable,
      report.tuples.map(tuple => [number(tuple.entry), tuple.attester, tuple.message, number(tuple.gasEstimate), word(tuple)]),
      report.path,
    );
    assert.equal(file.facts['SHA-256'], createHash('sha256').update(readFileSync(paths[place])).digest('hex'));
    assert.equal(file.calls.length, report.calls.length);
    for (const [at, call] of report.calls.entries()) {
      assert.ok(file.calls[at].includes(`to provider ${call.providerId}`), file.calls[at]);
      if (call.registry) assert.ok(file.calls[at].includes(call.registry), file.calls[at]);
    }
  }
  const faults = expected.reduce((sum, report) => sum + report.faults.length, 0);
  const warnings = expected.reduce((sum, report) => sum + report.warnings.length, 0);
  const entries = expected.reduce((sum, report) => sum + report.entries, 0);
  assert.equal(verdict, faults ? (entries ? 'Not sound' : 'Nothing verified') : warnings ? 'Sound, but look' : 'Sound');
  return { files, expected, faults };
}

const publicFile = name => readFileSync(`${batch.root}/public/${name}`, 'utf8');
const calldata = () => JSON.parse(publicFile('add_keys_to_provider.json')).map(call => call.calldata);

test('sound files of every kind', async () => {
  const { faults } = await agrees({ 'staker_output.json': publicFile('staker_output.json') });
  assert.equal(faults, 0);
  await agrees({ 'calls.json': publicFile('add_keys_to_provider.json') });
  await agrees({ 'calldata.txt': calldata().join('\n') });
  await agrees({ 'butler.json': { contractToCall: MAINNET[3], callData: calldata()[0] } });
  const { files } = await agrees({ 'safe.json': publicFile('safe_batch.json') });
  assert.deepEqual(files[0].calls, [
    `Call 1 adds entries 0 to 2 to provider 7 of the registry ${MAINNET[3]} on chain 1: the StakingRegistry of mainnet.`,
  ]);
});

test('a registry that nobody knows is said to be one', async () => {
  const text = publicFile('add_keys_to_provider.json');
  const { files } = await agrees({ 'other.json': { contractToCall: '0x5FbDB2315678afecb367f032d93F642f64180aa3', callData: JSON.parse(text)[0].calldata } });
  assert.match(files[0].calls[0], /compare both with the right ones/);
});

test('staker output in the spellings in circulation', async () => {
  for (const { name, proof, file } of vectors('staker_output')) await agrees({ [`${name}.json`]: file }, { proof });
});

test('staker output with one fault, all of it at once', async () => {
  const files = vectors('staker_output_invalid').filter(({ file }) => file !== undefined);
  assert.ok(files.length > 30);
  await agrees(Object.fromEntries(files.map(({ name, file }) => [`${name}.json`, file])));
});

test('proofs and points that must be refused', async () => {
  const words = of => Object.fromEntries(Object.entries(of).map(([name, word]) => [name, word]));
  const attester = place => `0x${String(place + 1).padStart(40, '0')}`;
  const proofs = vectors('invalid_proofs');
  for (const kind of ['registration', 'feedback']) {
    const entries = proofs.filter(vector => vector.kind === kind).map(({ pk1, pk2, proof }, place) => ({
      attester: attester(place), publicKeyG1: words(pk1), publicKeyG2: words(pk2), proofOfPossession: words(proof),
    }));
    await agrees({ [`${kind}.json`]: entries }, { proof: kind });
  }
  const [{ file: [sound] }] = vectors('staker_output');
  const places = { g1: ['publicKeyG1', 'proofOfPossession'], g2: ['publicKeyG2'] };
  const bad = vectors('invalid_points').filter(({ encoding }) => places[encoding]).flatMap(({ encoding, words }) => places[encoding].map(field => ({ ...sound, [field]: words })));
  assert.ok(bad.length > 30);
  const { files } = await agrees({ 'points.json': bad });
  assert.ok(files[0].rows.every(row => row[2] !== 'registration' && row[4] === 'fault'));
});

test('a key made from the public values of another passes as feedback alone', async () => {
  const [{ rogue }] = vectors('rogue_key');
  const entry = { attester: `0x${'11'.repeat(20)}`, publicKeyG1: rogue.pk1, publicKeyG2: rogue.pk2, proofOfPossession: rogue.proof ?? rogue.feedback_proof };
  const { files } = await agrees({ 'rogue.json': [entry] });
  assert.equal(files[0].rows[0][2], 'feedback');
});

test('gas over the limit, and over the limit of before v6', async () => {
  const { files } = await agrees({ 'a.json': batch.stakerOutput }, { limit: 144_502 });
  assert.deepEqual(files[0].rows.map(row => row[4]), ['fault', 'sound', 'fault']);
  await agrees({ 'a.json': batch.stakerOutput }, { limit: 144_503 });
});

test('duplicates within a file and across files', async () => {
  const [first, second, third] = batch.stakerOutput;
  await agrees({ 'a.json': [first, second], 'b.json': [third, { ...second, attester: third.attester }], 'c.json': [third, third] });
  const facts = await page.$$eval('#result > dl > div', rows => Object.fromEntries(rows.map(row => [row.children[0].textContent, row.children[1].textContent])));
  assert.equal(facts.Duplicates, '3 entries');
});

test('a batch for a Safe that does something else as well', async () => {
  const safe = JSON.parse(publicFile('safe_batch.json'));
  const send = { to: '0x00000000000000000000000000000000000000AA', value: '5', data: '0x', contractMethod: null, contractInputsValues: null };
  delete safe.meta.checksum;
  safe.transactions.push(send, { ...safe.transactions[0], to: '0x5FbDB2315678afecb367f032d93F642f64180aa3' });
  const { files } = await agrees({ 'safe.json': safe });
  assert.match(files[0].faults.join(), /5 wei of ether/);
  for (const { name, file } of vectors('safe_batch')) await agrees({ [`${name}.json`]: file });
});

test('files without tuples, and garbage', async () => {
  // By itself, or its record would be known by it.
  await agrees({ 'manifest.json': publicFile('manifest.json') });
  await agrees({
    'ceremony.html': publicFile('ceremony.html'),
    'node.json': readFileSync(`${batch.secret}/node_keystore.json`, 'utf8'),
    'call.sh': publicFile('add_keys_to_provider.sh'),
    'empty.json': '',
    'none.json': [],
    'cut.json': publicFile('staker_output.json').slice(0, 700),
    'number.json': '7',
    'odd.txt': '0x123',
    'deep.json': '['.repeat(100_000),
  });
});

test('the public files of a batch, with its manifest', async () => {
  const names = ['manifest.json', 'staker_output.json', 'safe_batch.json', 'add_keys_to_provider.json', 'add_keys_to_provider.sh', 'ceremony.html'];
  const whole = Object.fromEntries(names.map(name => [name, publicFile(name)]));
  const dropped = async contents => {
    await again(page);
    await choose(page, written(contents));
    return shown(page);
  };
  const { verdict, sentence, files } = await dropped(whole);
  assert.deepEqual([verdict, sentence], ['Sound', 'All 3 tuples verify. Nothing is wrong with these files.']);
  const notes = await page.$$eval('.file', all => Object.fromEntries(all.map(it => [it.querySelector('h3').textContent, [...it.querySelectorAll('.notes li')].map(li => li.textContent)])));
  assert.match(notes['manifest.json'].join(' '), /Made by keygen .*, from the mnemonic 16a93ed0, .* on chain 1 \(mainnet\)/);
  for (const name of names.slice(2, 4)) assert.match(notes[name].join(' '), /as manifest.json describes it\. .*Adds entries 0 to 2 of staker_output.json, word for word/s);
  assert.match(notes['ceremony.html'].join(), /the record of manifest.json/);
  assert.equal(files.find(file => file.name === 'safe_batch.json').calls.length, 1);

  // A file that was changed, one that is of another batch, and a manifest that was sealed anew.
  const changed = { ...whole, 'safe_batch.json': `${whole['safe_batch.json']} ` };
  assert.match((await dropped(changed)).files[2].faults[0], /not the file that manifest.json describes/);
  const alone = await dropped({ 'manifest.json': whole['manifest.json'] });
  assert.match(alone.files[0].faults[0], /without its staker output/);
  const [first, second, third] = batch.stakerOutput;
  const other = JSON.stringify([second, first, third]);
  const manifest = structuredClone(batch.manifest);
  manifest.files['staker_output.json'] = createHash('sha256').update(other).digest('hex');
  const sealed = await dropped({ 'manifest.json': manifest, 'staker_output.json': other, 'safe_batch.json': whole['safe_batch.json'] });
  const [faults, , calls] = sealed.files.map(file => file.faults);
  for (const field of ['attester', 'publicKey', 'proof']) assert.ok(faults.includes(`keys[0].${field} is not that of entry 0 of the staker output`), faults.join());
  assert.match(calls[0], /adds other keys than those of staker_output.json/);
});

test('a thousand entries, one of them bad, and how long that takes', async () => {
  const { stakerOutput, manifest } = await Batch.plain(1000, [], JUNK);
  stakerOutput[777].proofOfPossession = manifest.keys[777].feedbackProof;
  const paths = written({ 'thousand.json': stakerOutput });
  await again(page);
  const began = Date.now();
  await choose(page, paths);
  const took = Date.now() - began;
  console.log(`1,000 entries were judged and shown in ${took} ms`);
  assert.ok((await page.$$('tbody tr')).length === 100, 'not all at once');
  await page.check('.filter input');
  assert.deepEqual(await page.$$eval('tbody tr', rows => rows.map(row => row.cells[0].textContent)), ['777']);
  await page.uncheck('.filter input');
  await agrees({ 'thousand.json': stakerOutput });
});

test('nothing was asked for, and nothing was complained of, in all of that', () => {
  assert.deepEqual(opened.requests.filter(url => !url.startsWith('blob:')).length, 1);
  assert.deepEqual(opened.complaints, []);
});
