// The picture of the dashboard in docs/keywatch: `node dashboard.mjs [FILE]`. Its panels are drawn from grafana.json, with what
// Prometheus answers to their queries while a local chain goes on. It is a drawing, for a look at what the dashboard asks and
// where it puts it; Grafana draws nicer.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { launch } from '../browser/lib/chromium.mjs';
import { report } from './lib/keywatch.mjs';
import { until } from './lib/service.mjs';
import { tupleOf } from './lib/tuples.mjs';
import { watched } from './lib/watched.mjs';
import { STAKE } from './lib/world.mjs';

const SECONDS = 60;
const PORT = 29_095;
const file = process.argv[2] ?? fileURLToPath(new URL('../../docs/keywatch/dashboard.png', import.meta.url));
const dashboard = JSON.parse(readFileSync(new URL('../../crates/keywatch/deploy/grafana.json', import.meta.url)));

const COLORS = { red: '#e0535f', orange: '#f2994a', green: '#5fb878', blue: '#6d9eeb' };
const LINES = ['#5fb878', '#f2c94c', '#6d9eeb', '#f2994a', '#e0535f', '#b57edc'];

const ask = async (path, parameters) => {
  const response = await fetch(`http://127.0.0.1:${PORT}/api/v1/${path}?${new URLSearchParams(parameters)}`);
  const { status, data, error } = await response.json();
  if (status !== 'success') throw new Error(error);
  return data.result;
};

/** A series of a query, with its name as the legend has it. */
const named = (target, series) => ({
  name: target.legendFormat.replace(/{{(\w+)}}/g, (_, label) => series.metric[label] ?? ''),
  query: target.refId,
  metric: series.metric,
  points: (series.values ?? [series.value]).map(([time, value]) => [time, Number(value)]),
});

async function seriesOf({ targets }, start, end) {
  const queries = targets.map(async target => {
    const query = target.expr.replaceAll('$provider', '.*');
    const answer = target.instant ? ask('query', { query, time: end }) : ask('query_range', { query, start, end, step: 1 });
    return (await answer).map(series => named(target, series));
  });
  return (await Promise.all(queries)).flat();
}

const escaped = text => String(text).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
const number = value => (Math.abs(value) >= 1000 ? value.toLocaleString('en') : String(Math.round(value * 1000) / 1000));
const withUnit = (value, unit) => (unit !== 's' ? number(value) : value >= 86_400 ? `${number(Math.round(value / 8640) / 10)} d` : `${number(Math.round(value))} s`);
const colorOf = (value, { steps }) => COLORS[steps.findLast(step => step.value === null || value >= step.value).color];

function single(panel, [series]) {
  const { unit, thresholds, mappings } = panel.fieldConfig.defaults;
  const value = series.points.at(-1)[1];
  const words = mappings?.[0].options[value]?.text ?? withUnit(value, unit);
  const text = `<div class="big" style="color:${colorOf(value, thresholds)}">${escaped(words)}</div>`;
  if (panel.type !== 'gauge') return text;
  const most = Math.max(value, thresholds.steps.at(-1).value * 2);
  const arc = (part, color) => `<path d="M12 60 A48 48 0 0 1 108 60" pathLength="1" fill="none" stroke="${color}" stroke-width="12" stroke-dasharray="${part} 1"/>`;
  return `<svg class="gauge" viewBox="0 0 120 66">${arc(1, '#3a3f4b')}${arc(value / most, colorOf(value, thresholds))}</svg>${text}`;
}

function table(panel, all) {
  const { excludeByName, indexByName } = panel.transformations[0].options;
  const columns = Object.keys(indexByName).filter(name => !excludeByName[name]).sort((a, b) => indexByName[a] - indexByName[b]);
  const row = (cells, tag) => `<tr>${cells.map(cell => `<${tag}>${escaped(cell ?? '')}</${tag}>`).join('')}</tr>`;
  return `<table>${row(columns, 'th')}${all.map(({ metric }) => row(columns.map(name => metric[name]), 'td')).join('')}</table>`;
}

function lines(panel, all, start, end, width, height) {
  const { unit } = panel.fieldConfig.defaults;
  const right = panel.fieldConfig.overrides
    .filter(({ properties }) => properties.some(({ id, value }) => id === 'custom.axisPlacement' && value === 'right'))
    .map(({ matcher }) => matcher.options);
  const [left, top, bottom] = [64, 8, height - 24];
  const sides = [all.filter(({ query }) => !right.includes(query)), all.filter(({ query }) => right.includes(query))];
  const edge = width - (sides[1].length ? 40 : 12);
  const x = time => left + ((time - start) / (end - start)) * (edge - left);
  const drawn = sides.flatMap((series, side) => {
    if (series.length === 0) return [];
    const most = Math.max(1, ...series.flatMap(({ points }) => points.map(([, value]) => value))) * 1.1;
    const y = value => bottom - (value / most) * (bottom - top);
    const power = 10 ** Math.floor(Math.log10(most));
    const step = [0.2, 0.5, 1, 2, 5].map(part => part * power).find(one => most / one <= 5);
    const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step).map(value => {
      const [at, anchor] = side ? [edge + 6, 'start'] : [left - 6, 'end'];
      const grid = side ? '' : `<line x1="${left}" x2="${edge}" y1="${y(value)}" y2="${y(value)}" stroke="#343945"/>`;
      return `${grid}<text x="${at}" y="${y(value) + 4}" text-anchor="${anchor}">${withUnit(value, unit)}</text>`;
    });
    const paths = series.map(one => {
      const color = LINES[all.indexOf(one) % LINES.length];
      return `<polyline fill="none" stroke="${color}" stroke-width="2" points="${one.points.map(([time, value]) => `${x(time)},${y(value)}`).join(' ')}"/>`;
    });
    return [...ticks, ...paths];
  });
  const legend = all.map(({ name }, at) => `<span><i style="background:${LINES[at % LINES.length]}"></i>${escaped(name)}</span>`);
  return `<svg width="${width}" height="${height}">${drawn.join('')}</svg><div class="legend">${legend.join('')}</div>`;
}

const { world, service, stop } = await watched();
const directory = mkdtempSync(join(tmpdir(), 'keywatch-'));
const job = `{job_name: keywatch, scrape_interval: 1s, static_configs: [{targets: ["${new URL(service.page).host}"]}]}`;
writeFileSync(join(directory, 'prometheus.yml'), `scrape_configs: [${job}]\n`);
const prometheus = spawn(
  'prometheus',
  [`--config.file=${directory}/prometheus.yml`, `--storage.tsdb.path=${directory}/data`, `--web.listen-address=127.0.0.1:${PORT}`],
  { stdio: 'ignore' },
);
const browser = await launch();
try {
  await until(async () => (await ask('query', { query: 'keywatch_up' }).catch(() => [])).length > 0, 'nothing is scraped', 30);
  const start = Date.now() / 1000;
  const [{ split }] = (await report(world, 'status')).report.delegations;
  // What happens meanwhile.
  for (const step of [1, 2, 3]) {
    await setTimeout((SECONDS * 1000) / 4);
    await world.stake(1n);
    if (step === 2) await world.addKeys(1n, [19, 20, 21, 22].map(secret => tupleOf(secret)));
    if (step === 3) await world.owe(split, 20n * STAKE);
  }
  await setTimeout((SECONDS * 1000) / 4);
  const end = Date.now() / 1000;

  const [cell, row] = [56, 32];
  const panels = [];
  for (const panel of dashboard.panels) {
    const all = await seriesOf(panel, start, end);
    const { x, y, w, h } = panel.gridPos;
    const inner = { stat: single, gauge: single, table }[panel.type]?.(panel, all) ?? lines(panel, all, start, end, w * cell - 28, h * row - 84);
    panels.push(
      `<section style="left:${x * cell + 4}px;top:${y * row + 4}px;width:${w * cell - 8}px;height:${h * row - 8}px"><h2>${escaped(panel.title)}</h2>${inner}</section>`,
    );
  }
  const height = Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h)) * row;
  const style = `body{margin:0;background:#15181f;color:#d8dbe2;font:13px "Liberation Sans",sans-serif;position:relative;width:${24 * cell}px;height:${height}px}
    section{position:absolute;box-sizing:border-box;background:#1d212a;border:1px solid #2d323d;border-radius:3px;padding:8px 10px;overflow:hidden}
    h2{font-size:13px;font-weight:600;margin:0 0 6px}.big{font-size:38px;font-weight:600;text-align:center;margin-top:24px}
    .gauge{display:block;width:150px;margin:0 auto}.gauge+.big{margin-top:-26px;font-size:24px}svg text{fill:#9aa0ac;font-size:11px}
    .legend span{margin-right:14px;color:#b6bbc6}.legend i{display:inline-block;width:12px;height:3px;margin-right:5px;vertical-align:middle}
    table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:4px 8px;border-bottom:1px solid #2d323d}th{color:#9aa0ac}`;
  const page = await browser.newPage({ viewport: { width: 24 * cell, height } });
  await page.setContent(`<!doctype html><style>${style}</style>${panels.join('')}`);
  await page.screenshot({ path: file });
} finally {
  await browser.close();
  prometheus.kill('SIGKILL');
  await stop();
  rmSync(directory, { recursive: true, force: true });
}
