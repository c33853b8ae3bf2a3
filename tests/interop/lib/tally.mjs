// What a stage found: checks that held or failed, and how many keys each judge took.

const SHOWN = 10;

export class Tally {
  passed = 0;
  failures = [];
  #counts = new Map();

  /** One check. `what` says what was expected, and may be a function where building it is costly. */
  check(holds, what) {
    if (holds) this.passed++;
    else this.failures.push(typeof what === 'function' ? what() : what);
    return holds;
  }

  /** A check that, where it holds, counts one more key under `label`. */
  counted(label, holds, what) {
    if (!this.#counts.has(label)) this.#counts.set(label, 0);
    if (this.check(holds, () => `${label}: ${what}`)) this.#counts.set(label, this.#counts.get(label) + 1);
  }

  /** A figure for the report that is no count of checks. */
  note(label, value) {
    this.#counts.set(label, value);
  }

  report(title, seconds) {
    if (this.passed + this.failures.length === 0) this.failures.push('the stage checked nothing');
    const counts = [...this.#counts].map(([label, count]) => `${count} ${label}`).join(', ');
    const lines = [`${this.failures.length ? 'FAILED' : 'ok'}  ${title} (${seconds.toFixed(1)} s): ${counts}`];
    for (const failure of this.failures.slice(0, SHOWN)) lines.push(`        ${failure}`);
    if (this.failures.length > SHOWN) lines.push(`        and ${this.failures.length - SHOWN} more`);
    return lines.join('\n');
  }
}
