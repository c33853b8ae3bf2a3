// `keywatch run`, and what listens to it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';

import { KEYWATCH } from './keywatch.mjs';

/** Waits until `check` holds, for at most so many seconds, and resolves with how many it took. */
export async function until(check, what, seconds = 15) {
  const started = Date.now();
  while (Date.now() - started < seconds * 1000) {
    if (await check()) return (Date.now() - started) / 1000;
    await setTimeout(50);
  }
  assert.fail(typeof what === 'function' ? what() : what);
}

/** A webhook: it keeps what it is sent, and answers with `status`. */
export class Webhook {
  static async start() {
    const hook = new Webhook();
    hook.status = 204;
    hook.messages = [];
    hook.server = createServer((request, response) => {
      let body = '';
      request.on('data', data => (body += data)).on('end', () => {
        if (hook.status < 300) hook.messages.push(JSON.parse(body));
        response.writeHead(hook.status).end();
      });
    });
    await new Promise(resolve => hook.server.listen(0, '127.0.0.1', resolve));
    hook.url = `http://127.0.0.1:${hook.server.address().port}/hook/s3cret`;
    return hook;
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** A service. It listens on a port that the system chooses, and says so on standard error. */
export class Service {
  static async start(args, env = {}) {
    const service = new Service();
    service.log = '';
    service.out = '';
    service.child = spawn(KEYWATCH, ['run', '--listen', '127.0.0.1:0', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    service.child.stdout.on('data', data => (service.out += data));
    service.child.stderr.on('data', data => (service.log += data));
    service.ended = new Promise(resolve => service.child.on('exit', (code, signal) => resolve({ code, signal })));
    await until(() => /serving on/.test(service.log) || service.child.exitCode !== null, () => service.log);
    service.page = /serving on (\S+)/.exec(service.log)?.[1];
    return service;
  }

  get = path => fetch(`${this.page}${path}`);

  text = async path => (await this.get(path)).text();

  healthy = () => until(async () => (await this.get('/healthz')).status === 200, () => this.log);

  /** The value of a series, by its name and labels as they are printed. */
  async metric(series) {
    const line = (await this.text('/metrics')).split('\n').find(line => line.startsWith(`${series} `));
    return line && Number(line.split(' ').at(-1));
  }

  async stop() {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
