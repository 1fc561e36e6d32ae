// A store in which two redemptions of one code both succeed, every time.
//
// oidc-provider redeems a code in two steps: it reads the code, sees that it was not used,
// and then marks it as used (find, consume). Its own store does both before the next request
// is looked at, so that of two polls one comes too late. A store over a network does not:
// other polls are read in between. That is so wherever reading and marking are two commands
// without a condition on the second, as in adapters that write a field of a Redis hash, of a
// MongoDB document or of a SQL row after a plain read; and wherever a replica may be read.
// What helps is one command that marks the code only if it is not marked (a Lua script,
// findOneAndUpdate with the condition, UPDATE ... WHERE consumed IS NULL), and that says
// whether it did. oidc-provider's consume has no answer to pass that on, but may throw.
//
// How often such a race is lost depends on the network. Here it is made certain: whoever
// reads a code gets a copy of what was there, and waits until so many have read it, or for
// HOLD milliseconds. Nobody goes on to write before. One reader alone is late by HOLD.
// The same holds for decisions: two that are taken at once both find nothing decided.

import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';

const HOLD = 10;

// Seconds for which oidc-provider's own store keeps what has expired: its clockTolerance.
const KEEP = 15;

// What a client polls with. Nothing else in the store is touched.
const HANDLES = new Set(['DeviceCode', 'BackchannelAuthenticationRequest']);

/** The adapter for oidc-provider: readers is how many must have read before one may write. */
export function racyStore(readers) {
  const memory = createMemoryAdapter(KEEP);
  const barrier = new Barrier(readers);
  return (model) => {
    const store = memory(model);
    return HANDLES.has(model) ? new Held(store, barrier) : store;
  };
}

// The store of one model, with every read held.
class Held {
  constructor(store, barrier) {
    this.store = store;
    this.barrier = barrier;
  }

  async hold(found) {
    if (!found) return found;
    const copy = structuredClone(found); // the store's own object is what others write to
    await this.barrier.wait(copy.jti);
    return copy;
  }

  async find(id) { return this.hold(await this.store.find(id)); }

  async findByUserCode(code) { return this.hold(await this.store.findByUserCode(code)); }

  consume(id) { return this.store.consume(id); }

  upsert(...all) { return this.store.upsert(...all); }

  destroy(id) { return this.store.destroy(id); }

  revokeByGrantId(id) { return this.store.revokeByGrantId(id); }
}

// Opens for everybody who waits for the same code when the last of them comes, or in time.
class Barrier {
  constructor(readers) {
    this.readers = readers;
    this.waiting = new Map(); // code -> {open: function of each who waits, timer}
  }

  wait(code) {
    if (!this.waiting.has(code)) {
      this.waiting.set(code, { open: [], timer: setTimeout(() => this.open(code), HOLD) });
    }
    const { open } = this.waiting.get(code);
    return new Promise((resolve) => {
      open.push(resolve);
      if (open.length >= this.readers) this.open(code);
    });
  }

  open(code) {
    const { open, timer } = this.waiting.get(code);
    clearTimeout(timer);
    this.waiting.delete(code); // whoever comes now reads what these leave behind
    for (const resolve of open) resolve();
  }
}
