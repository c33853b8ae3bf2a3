// How files get into the page that verifies tuples, what it does with odd ones, and that nothing gets out of it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { Batch } from '../interop/lib/keygen.mjs';
import { launch } from './lib/chromium.mjs';
import { PAGE, PAGE_URL, choose, openPage, shown, written } from './lib/verify_page.mjs';

const JUNK = 'test test test test test test test test test test test junk';

let browser, batch;

before(async () => {
  browser = await launch();
  batch = await Batch.plain(2, ['--provider-id', '7'], JUNK);
});
after(() => browser.close());

async function onPage(use) {
  const opened = await openPage(browser);
  await use(opened);
  assert.deepEqual(opened.requests.filter(url => !url.startsWith('blob:')), [PAGE_URL]);
  await opened.close();
}

test('the file names no other place, and has one script and one style', () => {
  const page = readFileSync(PAGE, 'utf8');
  const outside = page.replace(/<script id="module"[^>]*>[^<]*<\/script>/, '');
  assert.doesNotMatch(outside, /https?:|\bsrc=|\bhref=|url\(|import\s*\(|innerHTML|insertAdjacentHTML|document\.write/);
  assert.equal(page.match(/<script/g).length, 2);
  assert.equal(page.match(/<style/g).length, 1);
});

test('the policy: nothing is sent, loaded or run that was not in the file', async () => {
  // A server that is there, and counts.
  const heard = [];
  const server = createServer((request, response) => {
    heard.push(request.url);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('x');
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const place = `http://127.0.0.1:${server.address().port}`;
  after(() => (server.closeAllConnections(), server.close()));
  const { page, close } = await openPage(browser);
  const ran = await page.evaluate(async place => {
    const settled = promise => promise.catch(() => {});
    await settled(fetch(`${place}/fetch`, { mode: 'no-cors' }));
    navigator.sendBeacon(`${place}/beacon`, 'x');
    for (const [tag, member] of [['img', 'src'], ['script', 'src'], ['iframe', 'src'], ['link', 'href']]) {
      const made = document.createElement(tag);
      if (tag === 'link') made.rel = 'stylesheet';
      made[member] = `${place}/${tag}`;
      document.body.append(made);
    }
    const form = document.createElement('form');
    Object.assign(form, { action: `${place}/form`, target: '_blank' });
    document.body.append(form);
    form.submit();
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.ran = true');
    document.body.append(button);
    button.click();
    // Out of the hands of the tool that calls this, to which more is allowed than to the page.
    setTimeout("window.ran = true", 0);
    // The worker is no way around it.
    const code = `fetch('${place}/worker', { mode: 'no-cors' }).then(() => postMessage('sent'), () => postMessage('refused'))`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    const said = await new Promise(done => (worker.onmessage = ({ data }) => done(data)));
    await new Promise(done => setTimeout(done, 300));
    return { ran: window.ran, worker: said };
  }, place);
  assert.deepEqual(ran, { ran: undefined, worker: 'refused' });
  assert.deepEqual(heard, []);
  // The server would have heard it.
  await fetch(`${place}/control`);
  assert.deepEqual(heard, ['/control']);
  await close();
});

test('text that is pasted, into the box and anywhere', () =>
  onPage(async ({ page }) => {
    const text = JSON.stringify(batch.stakerOutput);
    await page.click('#paste summary');
    await page.fill('#text', text);
    await page.click('#take');
    await page.waitForSelector('#verdict');
    assert.equal((await shown(page)).verdict, 'Sound');
    await page.click('#clear');
    await page.evaluate(said => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', said);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, text.slice(0, -1));
    await page.waitForSelector('#verdict');
    const { verdict, files } = await shown(page);
    assert.equal(verdict, 'Nothing verified');
    assert.match(files[0].faults[0], /^not valid JSON at line 1/);
  }));

test('files that are dropped, one after the other, and taken away again', () =>
  onPage(async ({ page }) => {
    const drop = (name, text) =>
      page.evaluate(([name, text]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector('footer').dispatchEvent(event);
        return event.defaultPrevented;
      }, [name, text]);
    assert.ok(await drop('one.json', JSON.stringify(batch.stakerOutput)), 'the page is not left');
    await page.waitForSelector('#verdict.sound');
    await drop('two.json', JSON.stringify(batch.stakerOutput));
    await page.waitForSelector('#verdict.fault');
    assert.deepEqual((await shown(page)).files.map(({ name, verdict }) => [name, verdict]), [['one.json', 'sound'], ['two.json', 'fault']]);
    await page.getByRole('button', { name: 'Remove one.json' }).click();
    await page.waitForSelector('#verdict.sound');
    await page.getByRole('button', { name: 'Remove two.json' }).click();
    assert.ok(await page.isVisible('#empty'));
    assert.ok(!(await page.isVisible('#verdict')));
  }));

test('another limit and another proof judge the same files anew', () =>
  onPage(async ({ page }) => {
    await choose(page, written({ 'a.json': batch.stakerOutput }));
    const judgedAnew = async change => {
      await change();
      await page.waitForFunction(() => !document.querySelector('#busy').offsetParent);
    };
    await judgedAnew(() => page.fill('#limit', '140,000').then(() => page.press('#limit', 'Tab')));
    assert.equal((await shown(page)).verdict, 'Not sound');
    await judgedAnew(() => page.fill('#limit', 'many').then(() => page.press('#limit', 'Tab')));
    assert.match(await page.textContent('#failed'), /not a number/);
    assert.ok(!(await page.isVisible('#verdict')), 'no old verdict is left beside it');
    await judgedAnew(() => page.fill('#limit', '1').then(() => page.press('#limit', 'Tab')));
    assert.match(await page.textContent('#failed'), /below the 137790 of the cheapest key/);
    assert.ok(!(await page.isVisible('#verdict')));
    await judgedAnew(() => page.fill('#limit', '300000').then(() => page.press('#limit', 'Tab')));
    await judgedAnew(() => page.selectOption('#proof', 'feedback'));
    const { verdict, files } = await shown(page);
    assert.equal(verdict, 'Sound, but look');
    assert.equal(files[0].warnings.length, 2);
  }));

test('what is in a file or its name is text, and hidden characters are seen', () =>
  onPage(async ({ page }) => {
    const nasty = '<img src=x onerror=alert(1)>';
    const [entry] = batch.stakerOutput;
    const paths = written({
      [`${nasty.replace('/', '')}.json`]: [{ ...entry, [`${nasty}\u202e\u200b`]: 1 }],
      '\u202egnp.txt': '7',
      'latin.json': new Uint8Array([0x5b, 0xe4, 0x5d]),
    });
    await choose(page, paths);
    const { files } = await shown(page);
    assert.deepEqual(files.map(file => file.name), [`${nasty}.json`, '\\u202egnp.txt', 'latin.json']);
    assert.match(files[0].faults[0], /^entry 0: <img .*\\u202e\\u200b is not a field of the format/);
    assert.match(files[2].faults[0], /not plain text \(UTF-8\)/);
    assert.equal(await page.locator('img').count(), 0);
    assert.doesNotMatch(await page.innerText('body'), /[\u200b\u202e\u001b]/);
  }));

test('signed exits are none of its business, and it says whose', () =>
  onPage(async ({ page }) => {
    const exits = [{ attester: batch.stakerOutput[0].attester, deadline: '1798761600', signature: `0x${'11'.repeat(65)}` }];
    await choose(page, written({ 'exits.json': exits }));
    assert.match((await shown(page)).files[0].faults[0], /^holds signed exits and no tuples; keygen verify checks it/);
  }));

test('the details of an entry, by keyboard: its words, key and gas are those of the file', () =>
  onPage(async ({ page }) => {
    await choose(page, written({ 'a.json': batch.stakerOutput }));
    assert.equal(await page.evaluate(() => document.activeElement.id), 'verdict-head', 'the verdict is read out first');
    const toggle = page.getByRole('button', { name: 'sound: details of entry 1' });
    await toggle.focus();
    await page.keyboard.press('Enter');
    assert.equal(await toggle.getAttribute('aria-expanded'), 'true');
    const said = await page.$$eval('td.detail dl > div', rows => Object.fromEntries(rows.map(row => [row.children[0].textContent, row.children[1].textContent])));
    const [, entry] = batch.stakerOutput;
    for (const field of ['publicKeyG1', 'publicKeyG2', 'proofOfPossession']) {
      for (const [part, word] of Object.entries(entry[field])) assert.equal(said[`${field}.${part}`], word);
    }
    const [, key] = batch.manifest.keys;
    assert.equal(`0x${said['BLS key']}`, key.publicKey);
    assert.equal(said['BLS key, short'], key.publicKey.slice(2, 18));
    assert.match(said.Gas, new RegExp(`^${key.gasEstimate.toLocaleString('en')} of 300,000: ${key.attempts} attempts and ${key.squareRoots} square root`));
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('td.detail').count(), 0);
  }));
