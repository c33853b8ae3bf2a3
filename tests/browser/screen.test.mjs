// How the page looks on screens: nothing sticks out, everything can be read, the chart is true to its figures.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, open } from './lib/chromium.mjs';
import { faintTexts } from './lib/contrast.mjs';
import { picture } from './lib/picture.mjs';
import { Record } from './lib/record.mjs';

const [BUDGET, CAP] = [270_000, 300_000];

let browser;
const records = new Map();

before(async () => {
  browser = await launch();
  for (const count of [1, 3, 100, 1100]) records.set(count, await Record.make(count));
});
after(() => browser.close());

for (const width of [360, 600, 820, 1280, 1920]) {
  for (const count of [1, 100, 1100]) {
    test(`${count} keys at ${width} pixels: nothing sticks out`, async () => {
      const { page, close } = await open(browser, records.get(count).url, { width });
      const out = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth - window.innerWidth,
        elements: [...document.body.querySelectorAll('*')]
          .filter(element => {
            const { left, right } = element.getBoundingClientRect();
            return left < 0 || right > window.innerWidth + 0.5;
          })
          .map(element => element.outerHTML.slice(0, 80)),
      }));
      assert.deepEqual(out, { page: 0, elements: [] });
      const [line] = await page.$$eval('.digest li', items => items.map(item => item.getBoundingClientRect()));
      const size = await page.$eval('.digest li code', code => parseFloat(getComputedStyle(code).fontSize));
      assert.ok(line.height < 2 * size, 'four groups stay on one line');
      assert.ok(size >= 16, `the digest can be read from a distance: ${size}`);
      await close();
    });
  }
}

for (const [colorScheme, media] of [['light', 'screen'], ['dark', 'screen'], ['dark', 'print']]) {
  test(`${colorScheme} ${media}: every text stands out from what is behind it`, async () => {
    const { page, close } = await open(browser, records.get(3).url, { colorScheme });
    await page.emulateMedia({ media, colorScheme });
    const { faint, count } = await faintTexts(page);
    assert.deepEqual(faint, []);
    assert.ok(count > 50, `${count} texts`);
    await close();
  });
}

/** Where the base line and the lines of budget and cap are, and each bar, in pixels. */
const drawing = page =>
  page.$eval('svg', svg => {
    const box = element => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { left, right, top, bottom, middle: (top + bottom) / 2, center: (left + right) / 2 };
    };
    const bars = [...svg.querySelectorAll('rect')].map(rect => ({ ...box(rect), says: rect.textContent }));
    const [base, budget, cap] = ['base', 'budget', 'cap'].map(name => box(svg.querySelector(`line.${name}`)));
    const grid = [...svg.querySelectorAll('line.grid')].map(line => ({
      ...box(line),
      says: line.nextElementSibling.textContent,
    }));
    return { base, budget, cap, bars, grid };
  });

const closeTo = (value, expected, what) => assert.ok(Math.abs(value - expected) <= 1, `${what}: ${value}, not ${expected}`);

for (const count of [1, 3, 100]) {
  test(`${count} keys: each bar is as high as its gas`, async () => {
    const record = records.get(count);
    const { page, close } = await open(browser, record.url);
    const { base, budget, cap, bars, grid } = await drawing(page);
    const height = gas => ((base.middle - cap.middle) * gas) / CAP;
    closeTo(base.middle - budget.middle, height(BUDGET), 'the budget');
    assert.deepEqual(grid.map(line => line.says), ['50,000', '100,000', '150,000', '200,000', '250,000']);
    for (const line of grid) closeTo(base.middle - line.middle, height(Number(line.says.replace(',', ''))), line.says);
    assert.equal(bars.length, count);
    for (const [place, { index, gasEstimate }] of record.manifest.keys.entries()) {
      const bar = bars[place];
      assert.equal(bar.says, `index ${index}: ${gasEstimate.toLocaleString('en')} gas`);
      closeTo(base.middle - bar.top, height(gasEstimate), bar.says);
      closeTo(bar.bottom, base.middle, 'all stand on the base line');
      if (place > 0) assert.ok(bar.left >= bars[place - 1].right, 'in the order of the keys, none over another');
    }

    // The pixels say so, too: paint below the top of the bar, none above it.
    await page.locator('svg').scrollIntoViewIfNeeded();
    const seen = await picture(page.locator('svg'), `chart-${count}`);
    const [bar] = (await drawing(page)).bars;
    const svg = await page.locator('svg').boundingBox();
    const pixel = y => seen.at(bar.center - svg.x, y - svg.y);
    assert.deepEqual(pixel(bar.top + 3), pixel((bar.top + bar.bottom) / 2));
    assert.notDeepEqual(pixel(bar.top + 3), pixel(bar.top - 3));
    await close();
  });
}

test('1100 keys: each bar is as high as the number of keys in its range', async () => {
  const record = records.get(1100);
  const { page, close } = await open(browser, record.url);
  const { base, budget, cap, bars, grid } = await drawing(page);
  let counted = 0;
  const gas = record.manifest.keys.map(key => key.gasEstimate);
  const tallest = Math.max(...bars.map(bar => bar.bottom - bar.top));
  const found = bars.map(bar => {
    const [, from, to, keys] = bar.says.match(/^([\d,]+) to ([\d,]+) gas: ([\d,]+) keys?$/).map(text => text.replaceAll(',', ''));
    const expected = gas.filter(value => value >= Number(from) && value <= Number(to)).length;
    assert.equal(Number(keys), expected, bar.says);
    counted += expected;
    // The place on the axis follows from budget and cap, which are 75,000 apart.
    const perGas = (cap.center - budget.center) / (CAP - BUDGET);
    closeTo(bar.center, budget.center + ((Number(from) - 1 + Number(to)) / 2 - BUDGET) * perGas, bar.says);
    return { bar, expected };
  });
  assert.equal(counted, 1100);
  const most = Math.max(...found.map(({ expected }) => expected));
  assert.ok(grid.length >= 2);
  for (const line of grid) closeTo(base.middle - line.middle, (tallest * Number(line.says.replace(',', ''))) / most, line.says);
  for (const { bar, expected } of found) {
    const height = Math.max((tallest * expected) / most, tallest / 200);
    assert.ok(Math.abs(bar.bottom - bar.top - height) <= 1.5, `${bar.says}: ${bar.bottom - bar.top}, not ${height}`);
    closeTo(bar.bottom, base.middle, 'all stand on the base line');
  }
  await close();
});

test('pictures are not blank, and dark is dark', async () => {
  for (const count of [1, 3, 100, 1100]) {
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [360, 1280]) {
        const { page, close } = await open(browser, records.get(count).url, { width, colorScheme });
        const name = `${count}-${width}-${colorScheme}`;
        const { share, lightness } = (await picture(page, name, { fullPage: count < 1000 })).ink();
        assert.ok(share > 0.03 && share < 0.6, `${name}: ${share} of the picture is not background`);
        assert.ok(colorScheme === 'light' ? lightness > 0.75 : lightness < 0.35, `${name}: lightness ${lightness}`);
        await close();
      }
    }
  }
});
