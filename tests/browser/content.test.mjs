// What the page shows is what the manifest says, and the page asks for nothing.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';

import { launch, open } from './lib/chromium.mjs';
import { Record, groups, rowOf } from './lib/record.mjs';

const MOST_ATTESTERS = 1000;

let browser;
const records = new Map();

before(async () => {
  browser = await launch();
  for (const count of [1, 3, 100, 1100]) records.set(count, await Record.make(count));
});
after(() => browser.close());

for (const count of [1, 3, 100, 1100]) {
  test(`${count} keys: every attester, digest and figure`, async () => {
    const record = records.get(count);
    const { manifest, digest } = record;
    const { page, requests, complaints, close } = await open(browser, record.url);

    assert.deepEqual(requests, [record.url], 'the page is all that was asked for');
    assert.deepEqual(complaints, []);
    assert.equal(await page.title(), `Key ceremony record ${digest.slice(0, 4)} ${digest.slice(4, 8)}`);

    const lines = await page.locator('.digest li').allTextContents();
    assert.deepEqual(lines.join(' ').split(' '), groups(digest));
    assert.equal(await page.locator('.digest .plain code').textContent(), digest);

    const cells = selector =>
      page.$$eval(selector, rows => rows.map(row => [...row.cells].map(cell => cell.textContent)));
    assert.deepEqual(await cells('table.keys tbody tr'), manifest.keys.slice(0, MOST_ATTESTERS).map(rowOf));

    assert.deepEqual(await cells('table.files tbody tr'), Object.entries(manifest.files));
    for (const [name, sha256] of await cells('table.files tbody tr')) {
      assert.equal(createHash('sha256').update(record.publicFile(name)).digest('hex'), sha256, name);
    }

    const facts = await page.$$eval('dl > div', divs =>
      Object.fromEntries(divs.map(div => [div.children[0].textContent, div.children[1].textContent])),
    );
    const last = manifest.addressIndex + count - 1;
    const indices = count === 1 ? `${last}` : `${manifest.addressIndex} to ${last}`;
    assert.equal(facts.Keys, count.toLocaleString('en'));
    assert.equal(facts.Account, String(manifest.accountIndex));
    assert.equal(facts.Indices, `${indices} the next batch begins at ${last + 1}`);
    assert.equal(facts['BLS derivation'], `rule ${manifest.source.blsDerivation} first path ${manifest.keys[0].path}`);
    assert.equal(facts.Mnemonic, `master fingerprint ${manifest.source.masterFingerprint}`);
    assert.match(facts.Proof, new RegExp(`^${manifest.proof} `));
    assert.match(facts['Secret files'], /^NOT ENCRYPTED/);
    assert.match(await page.locator('header').textContent(), new RegExp(`Made by ${manifest.madeBy}\\.`));

    const left = await page.locator('.left-out').allTextContents();
    assert.equal(left.length, count > MOST_ATTESTERS ? 1 : 0);
    if (count > MOST_ATTESTERS) assert.match(left[0], /^100 keys more, from index 1000,/);
    await close();
  });
}

test('equal inputs make equal bytes, another index makes others', async () => {
  const [again, other] = [await Record.make(3), await Record.make(3, ['--address-index', '1'])];
  assert.ok(again.bytes.equals(records.get(3).bytes));
  assert.ok(!other.bytes.equals(again.bytes));
});

test('the page can load and run nothing, whatever stands in it', async () => {
  const { page, close } = await open(browser, records.get(3).url);
  const refused = await page.evaluate(async () => {
    const directives = [];
    document.addEventListener('securitypolicyviolation', event => directives.push(event.effectiveDirective));
    const add = (name, attributes) => document.body.append(Object.assign(document.createElement(name), attributes));
    add('script', { textContent: 'window.ran = true' });
    add('img', { src: 'manifest.json' });
    add('iframe', { src: 'manifest.json' });
    add('link', { rel: 'stylesheet', href: 'manifest.json' });
    await fetch('manifest.json').catch(() => {});
    await new Promise(resolve => setTimeout(resolve, 500));
    return { directives, ran: window.ran };
  });
  assert.equal(refused.ran, undefined);
  for (const directive of ['script-src-elem', 'img-src', 'frame-src', 'style-src-elem', 'connect-src']) {
    assert.ok(refused.directives.includes(directive), `${directive}: ${refused.directives}`);
  }
  await close();
});

test('the page can be used without seeing it', async () => {
  const { page, close } = await open(browser, records.get(3).url);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.equal(await page.locator('h1').count(), 1);
  const image = page.getByRole('img', { name: 'Gas estimates against what they may be' });
  assert.equal(await image.count(), 1);
  assert.match(await image.locator('> desc').textContent(), /^3 keys: lowest [\d,]+, median [\d,]+, highest [\d,]+ gas\.$/);
  for (const name of ['SHA-256 of manifest.json', 'What was made', 'Signatures', 'Public files', 'Attesters']) {
    assert.equal(await page.getByRole('region', { name }).count(), 1, name);
  }
  assert.equal(await page.getByRole('columnheader', { name: 'Attester', exact: true }).count(), 1);
  assert.equal(await page.locator('th:not([scope])').count(), 0);
  await close();
});
