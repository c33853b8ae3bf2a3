// How the page that verifies tuples looks, from a telephone to a wide screen, and on paper.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Batch } from '../interop/lib/keygen.mjs';
import { launch } from './lib/chromium.mjs';
import { faintTexts } from './lib/contrast.mjs';
import { sheets } from './lib/paper.mjs';
import { picture } from './lib/picture.mjs';
import { choose, openPage, written } from './lib/verify_page.mjs';

const JUNK = 'test test test test test test test test test test test junk';
const CALLS = ['--provider-id', '7', '--registry', '0x042dF8f42790d6943F41C25C2132400fd727f452', '--chain-id', '1'];

let browser;
let states;

before(async () => {
  browser = await launch();
  const batch = await Batch.plain(3, CALLS, JUNK);
  const [first, second, third] = batch.stakerOutput;
  const proof = batch.manifest.keys[1].feedbackProof;
  const off = { ...third.publicKeyG1, x: `${third.publicKeyG1.x.slice(0, -1)}0` };
  const longName = `${'a_name_that_somebody_chose_'.repeat(4)}.json`;
  states = {
    empty: [],
    sound: [`${batch.root}/public/safe_batch.json`],
    warning: written({ 'lower.json': [{ ...first, attester: first.attester.toLowerCase() }] }),
    fault: written({
      [longName]: [first, { ...second, proofOfPossession: proof }, { ...third, publicKeyG1: off }, first, { attester: '0x' }],
      'garbage.json': '{"a":',
    }),
  };
});
after(() => browser.close());

async function inState(state, options, use) {
  const { page, close } = await openPage(browser, options);
  if (states[state].length > 0) await choose(page, states[state]);
  for (const toggle of (await page.$$('tbody .toggle')).slice(0, 2)) await toggle.click();
  await use(page);
  await close();
}

const WIDTHS = [360, 600, 768, 1024, 1280, 1440];

for (const state of ['empty', 'sound', 'warning', 'fault']) {
  test(`${state}: nothing sticks out, at any width`, async () => {
    await inState(state, {}, async page => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const out = await page.evaluate(() => ({
          page: document.documentElement.scrollWidth - window.innerWidth,
          elements: [...document.body.querySelectorAll('*')]
            .filter(element => element.getBoundingClientRect().left < 0 || element.getBoundingClientRect().right > window.innerWidth + 0.5)
            .map(element => element.outerHTML.slice(0, 80)),
        }));
        assert.deepEqual(out, { page: 0, elements: [] }, `${width} pixels`);
      }
    });
  });

  for (const [colorScheme, media] of [['light', 'screen'], ['dark', 'screen'], ['dark', 'print']]) {
    test(`${state}, ${colorScheme} ${media}: every text stands out from what is behind it`, async () => {
      await inState(state, { colorScheme }, async page => {
        await page.emulateMedia({ media, colorScheme });
        const { faint, count } = await faintTexts(page);
        assert.deepEqual(faint, []);
        assert.ok(count > 15, `${count} texts`);
      });
    });
  }

  test(`${state}: the pictures are not blank, and dark is dark`, async () => {
    await inState(state, {}, async page => {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        for (const width of [360, 768, 1280]) {
          await page.setViewportSize({ width, height: 900 });
          const { share, lightness } = (await picture(page, `verify-${state}-${width}-${colorScheme}`, { fullPage: true })).ink();
          assert.ok(share > 0.02 && share < 0.6, `${share} of the picture is not background`);
          assert.ok(colorScheme === 'light' ? lightness > 0.75 : lightness < 0.35, `lightness ${lightness}`);
        }
      }
    });
  });
}

test('the verdict is seen without scrolling, on a telephone too', async () => {
  for (const width of [360, 1280]) {
    const { page, close } = await openPage(browser, { width, height: 640 });
    await choose(page, states.fault);
    const box = await page.locator('#verdict').boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 640, JSON.stringify(box));
    await close();
  }
});

test('an address is on one line wherever there is a table', async () => {
  for (const width of [768, 1024, 1440]) {
    await inState('sound', { width }, async page => {
      const [height, size] = await page.$eval('tbody .who', cell => [cell.querySelector('code').getBoundingClientRect().height, parseFloat(getComputedStyle(cell).fontSize)]);
      assert.ok(height < 2 * size, `${width}: ${height}`);
    });
  }
});

test('on paper: the verdict, each entry and each fault, and nothing to click', async () => {
  await inState('fault', {}, async page => {
    for (const format of ['A4', 'Letter']) {
      const { texts } = await sheets(page, format);
      const all = texts.join('\n');
      assert.match(texts[0], /Not sound/);
      for (const word of ['feedback', 'cannot be read', 'not on the curve', 'export the entry again']) assert.ok(all.includes(word), word);
      assert.doesNotMatch(all, /Choose files|Paste text|Remove/);
    }
  });
});
