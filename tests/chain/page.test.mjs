// The status page in a real browser: what it shows is what the verbs report, and it can be read everywhere.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, open } from '../browser/lib/chromium.mjs';
import { faintTexts } from '../browser/lib/contrast.mjs';
import { picture } from '../browser/lib/picture.mjs';
import { report } from './lib/keywatch.mjs';
import { until } from './lib/service.mjs';
import { watched } from './lib/watched.mjs';

let browser, world, chain, service, stop, url;

before(async () => {
  browser = await launch();
  ({ world, chain, service, stop } = await watched());
  url = `${service.page}/`;
});
after(async () => {
  await browser.close();
  await stop();
});

for (const width of [360, 390, 600, 768, 1024, 1280, 1920]) {
  test(`at ${width} pixels nothing sticks out`, async () => {
    const { page, close } = await open(browser, url, { width });
    const out = await page.evaluate(() => ({
      page: document.documentElement.scrollWidth - window.innerWidth,
      elements: [...document.body.querySelectorAll('*')]
        .filter(element => {
          const { left, right } = element.getBoundingClientRect();
          return getComputedStyle(element.closest('thead') ?? element).position !== 'absolute' && (left < 0 || right > window.innerWidth + 0.5);
        })
        .map(element => element.outerHTML.slice(0, 80)),
    }));
    assert.deepEqual(out, { page: 0, elements: [] });
    // Nothing covers anything: every cell's text is inside its cell.
    const spills = await page.$$eval('td', cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).length);
    assert.equal(spills, 0);
    const wide = await page.$$eval('table', tables => tables.filter(table => table.scrollWidth > table.parentElement.clientWidth).length);
    assert.equal(wide, 0, 'tables within the margins');
    const { share, lightness } = (await picture(page, `keywatch-${width}`)).ink();
    assert.ok(share > 0.02 && lightness > 0.8, `${share} of the page is ink, its lightness is ${lightness}`);
    await close();
  });
}

for (const colorScheme of ['light', 'dark']) {
  test(`${colorScheme}: every text stands out from what is behind it`, async () => {
    const { page, close } = await open(browser, url, { colorScheme });
    const { faint, count } = await faintTexts(page);
    assert.deepEqual(faint, []);
    assert.ok(count > 100, `${count} texts`);
    await close();
  });
}

test('it asks for nothing but itself, and runs nothing', async () => {
  const { page, requests, complaints, close } = await open(browser, url);
  assert.deepEqual(requests.filter(request => !request.endsWith('/favicon.ico')), [url]);
  assert.deepEqual(complaints.filter(complaint => !/favicon/.test(complaint)), []);
  assert.equal(await page.$$eval('script, link, img, iframe', elements => elements.length), 0);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    return window.ran === true;
  });
  assert.equal(ran, false);
  await close();
});

const rows = (page, heading) =>
  page.$$eval('h2', (heads, heading) => {
    const head = heads.find(head => head.textContent === heading);
    let at = head.nextElementSibling;
    while (at && at.tagName !== 'TABLE') at = at.nextElementSibling;
    return [...at.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent.trim()));
  }, heading);

test('entries, delegations and rewards are those of the verbs', async () => {
  const { page, close } = await open(browser, url);
  const { entries } = (await report(world, 'audit')).report;
  const shown = await rows(page, 'Keys in the queue');
  assert.deepEqual(shown.map(([index, attester]) => [Number(index), attester]), entries.map(({ index, attester }) => [index, attester]));
  for (const [position, entry] of entries.entries()) {
    assert.equal(/becomes an active validator/.test(shown[position][2]), entry.fate === 'registers', entry.attester);
    for (const { provider } of entry.rivals) assert.match(shown[position][2], new RegExp(`provider ${provider}`));
  }
  const { delegations } = (await report(world, 'status')).report;
  const delegated = await rows(page, 'Delegations');
  assert.deepEqual(
    delegated.map(([attester, state, , withdrawer, split]) => [attester, state, withdrawer, split]),
    delegations.map(({ attester, state, withdrawer, split }) => [attester, state, withdrawer, split]),
  );
  assert.deepEqual(delegated.map(([, , , , , file]) => file), ['in place', 'in place', 'in place', 'in place', '-', 'in place', 'another one', '-']);
  assert.deepEqual((await rows(page, 'Rewards')).map(cells => cells.slice(1)), [['12.5', '0', '0', '0.625'], ['3', '0', '0', '0.15']]);
  const { findings } = (await report(world, 'check', '--threshold', '5')).report;
  assert.deepEqual(findings, []);
  assert.match(await page.textContent('h1'), /Provider 1: CRITICAL/);
  assert.equal(await page.$$eval('.findings li', items => items.length), 4);
  await close();
});

test('gauge and forecast are true to their figures', async () => {
  const { page, close } = await open(browser, url);
  const box = selector => page.$eval(selector, element => element.getBoundingClientRect().toJSON());
  const [track, bad, good] = [await box('rect.track'), await box('rect.bad'), await box('rect.good')];
  // Ten keys, of which seven are good, on a scale of ten; the threshold is five.
  const near = (actual, expected, what) => assert.ok(Math.abs(actual - expected) < 2, `${what}: ${actual}, not ${expected}`);
  near(bad.width, track.width, 'all keys');
  near(good.width, track.width * 0.7, 'good keys');
  const mark = await box('.card line.mark');
  near(mark.x - track.x, track.width / 2, 'threshold');
  const [curve, base, left] = [await box('line.curve'), await box('line.axis'), (await report(world, 'check', '--days', '14')).report.daysLeft];
  near(curve.bottom, base.y, 'the end is none');
  near(curve.width, base.width / 1.1, 'the axis ends a tenth later');
  assert.match(await page.textContent('.cards'), new RegExp(`${left.toFixed(0)} days left at 0\\.29 delegations a day`));
  assert.match(await page.textContent('.cards'), new RegExp(`Below the threshold in ${(left / 2).toFixed(0)} days`));
  for (const label of await page.$$eval('svg', drawings => drawings.map(drawing => drawing.getAttribute('aria-label')))) {
    assert.match(label, /10 keys/);
  }
  await close();
});

test('a chain that is gone is told on top of what was read last', async () => {
  chain.stop();
  await until(async () => /The chain cannot be read/.test(await service.text('/')), () => service.log, 40);
  const { page, close } = await open(browser, url, { width: 390 });
  assert.match(await page.textContent('h1'), /UNKNOWN/);
  assert.match(await page.textContent('[role=alert]'), /no node gave an answer.*from the last round that could/);
  assert.equal((await rows(page, 'Keys in the queue')).length, 10);
  await close();
});
