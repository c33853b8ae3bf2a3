// A node that goes wrong: it passes requests on, and does to some of them what a fault says.

import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** What may become of a request: each gets the response, the batch, and `pass`, which resolves with the honest answers. */
export const FAULTS = {
  hangs: async response => {
    await setTimeout(1_500);
    response.destroy();
  },
  'hangs up': async response => response.destroy(),
  'limits the rate': async response => response.writeHead(429, { 'retry-after': '0' }).end(),
  fails: async response => response.writeHead(500).end('oops'),
  'answers a page': async response => response.end('<html>Bad gateway</html>'),
  'answers half': async (response, batch, pass) => {
    const text = JSON.stringify(await pass());
    response.end(text.slice(0, text.length / 2));
  },
  'answers another request': async (response, batch, pass) => {
    const answers = await pass();
    response.end(JSON.stringify(answers.map(answer => ({ ...answer, id: answer.id + 1_000 }))));
  },
  'answers in another form': async (response, batch, pass) => {
    const answers = await pass();
    response.end(JSON.stringify(answers.map(answer => ({ ...answer, result: { nonsense: true } }))));
  },
  'refuses all': async (response, batch) => {
    const error = { code: -32_603, message: 'internal error' };
    response.end(JSON.stringify(batch.map(({ id }) => ({ jsonrpc: '2.0', id, error }))));
  },
};

export class Proxy {
  /** `fault` gets the number of the request, from 0, and the batch, and says which fault it gets, if any. */
  static async start(url, fault = () => undefined) {
    const proxy = Object.assign(new Proxy(), { count: 0, target: url, fault });
    proxy.server = createServer((request, response) => {
      let body = '';
      request.on('data', data => (body += data)).on('end', () => proxy.#answer(JSON.parse(body), response));
    });
    await new Promise(resolve => proxy.server.listen(0, '127.0.0.1', resolve));
    proxy.url = `http://127.0.0.1:${proxy.server.address().port}`;
    return proxy;
  }

  async #answer(batch, response) {
    const number = this.count++;
    const pass = async () => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(this.target, { method: 'POST', headers, body: JSON.stringify(batch) })).json();
    };
    const fault = this.fault(number, batch);
    response.setHeader('content-type', 'application/json');
    if (fault) return fault(response, batch, pass);
    response.end(JSON.stringify(await pass()));
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** A fault that changes the honest answer to every request of one method. */
export const lies = (method, change) => async (response, batch, pass) => {
  const answers = await pass();
  const changed = answers.map(answer => {
    const request = batch.find(({ id }) => id === answer.id);
    return request.method === method && answer.result !== undefined ? { ...answer, result: change(answer.result, request) } : answer;
  });
  response.end(JSON.stringify(changed));
};
