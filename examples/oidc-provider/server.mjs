// panva oidc-provider on loopback, as a target of simulate live.
//
//   npm ci && node server.mjs [--port N] [--store memory|racy] [--readers N]
//                             [--device-life S] [--request-life S] [--notify URL]
//
// The server is oidc-provider as it comes: its answers, its pages, its checks and its store
// are its own, so that whatever is found is a property of it. Only what it leaves to its
// users stands here: who the clients and the people are, and in CIBA the authentication
// device. Nothing here is fit for anything but tests: secrets are public, any password
// logs in, and whoever reaches the port decides for everybody. It listens on 127.0.0.1 only.

import { createServer, request as overHTTP } from 'node:http';
import { request as overHTTPS } from 'node:https';
import { parseArgs } from 'node:util';
import { racyStore } from './racy-store.mjs';

const usage = `usage: node server.mjs [flags]
  --port N          the port on 127.0.0.1 (default 3005, 0 = any that is free)
  --store NAME      memory: oidc-provider's own (default); racy: see racy-store.mjs
  --readers N       racy: how many must have read before one may write (default 2)
  --device-life S   seconds that a device code lives (default: oidc-provider's, 600)
  --request-life S  seconds that a CIBA request lives at most (default: oidc-provider's, 600)
  --notify URL      where the client bank-ping is told of decisions, on loopback;
                    without it there is no such client (default: $NOTIFY)`;

function flags() {
  const given = parseArgs({
    options: {
      port: { type: 'string', default: '3005' },
      store: { type: 'string', default: 'memory' },
      readers: { type: 'string', default: '2' },
      'device-life': { type: 'string' },
      'request-life': { type: 'string' },
      notify: { type: 'string', default: process.env.NOTIFY },
    },
  }).values;
  const number = (name, least, most) => {
    if (given[name] === undefined) return undefined;
    const n = Number(given[name]);
    if (!/^\d+$/.test(given[name]) || n < least || n > most) {
      throw new Error(`--${name} ${given[name]}: want a number from ${least} to ${most}`);
    }
    return n;
  };
  if (!['memory', 'racy'].includes(given.store)) {
    throw new Error(`--store ${given.store}: want memory or racy`);
  }
  const notify = given.notify ? new URL(given.notify) : undefined;
  if (notify && !isLoopback(notify)) throw new Error(`--notify ${given.notify}: not on loopback`);
  return {
    port: number('port', 0, 65535),
    store: given.store,
    readers: number('readers', 1, 1000),
    deviceLife: number('device-life', 1, 86400),
    requestLife: number('request-life', 1, 86400),
    notify,
  };
}

function isLoopback(url) {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
    && ['http:', 'https:'].includes(url.protocol);
}

let args;
try {
  args = flags();
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}

// oidc-provider says at length what of it is for development only. The head of this file
// says it for all of them; what else is printed stays.
for (const level of ['info', 'warn']) {
  const print = console[level];
  console[level] = (text, ...rest) => {
    if (!/^(\x1b\[[\d;]*m)?oidc-provider (NOTICE|WARNING): /.test(text)) print(text, ...rest);
  };
}
const { Provider, errors } = await import('oidc-provider');

// ---- who there is

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const CIBA = 'urn:openid:params:grant-type:ciba';

// A television: public, as anybody can read its id out of it (RFC 8628, section 5.6).
// A native client is asked for consent every time, even when the person is logged in.
const television = (id) => ({
  client_id: id,
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: [DEVICE_CODE],
  response_types: [],
  redirect_uris: [],
});

// A bank's till: confidential, as CIBA asks. The secret is taken as HTTP Basic or in the form.
const till = (id, mode, more) => ({
  client_id: id,
  client_secret: 'demo-secret-of-a-test',
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: [CIBA],
  response_types: [],
  redirect_uris: [],
  backchannel_token_delivery_mode: mode,
  ...more,
});

const clients = [television('tv'), television('other'), till('bank', 'poll'), till('other-bank', 'poll')];
if (args.notify) {
  // CIBA Core has pings go to https only, and oidc-provider holds clients to it. For an
  // endpoint without TLS the registration says https all the same; send goes where --notify says.
  const registered = new URL(args.notify);
  registered.protocol = 'https:';
  clients.push(till('bank-ping', 'ping', { backchannel_client_notification_endpoint: registered.href }));
}

// Everybody has an account, whatever the name. Only a till that asks for nobody, or for
// nobody-something, is told that there is no such person, so that this can be tried too.
const findAccount = (ctx, name) => ({ accountId: name, claims: () => ({ sub: name }) });
const UNKNOWN = /^nobody(-|$)/;

// ---- the authentication device of CIBA, which oidc-provider leaves out
//
// It stands for everybody's phone, unlocked:
//   GET  /authentication-device/{user}        the requests that ask this user, newest first
//   POST /authentication-device/{user}/{id}   decision=approve|deny
// The list has what is neither decided nor expired. But a decision can be sent for any
// request that lives, a second one too: what becomes of that is oidc-provider's to say.

const asked = new Map(); // by id of the request, oldest first

function ask(request, client) {
  asked.set(request.jti, {
    id: request.jti,
    client: client.clientId,
    binding_message: request.params.binding_message ?? '',
    scope: request.scope,
    user: request.accountId,
    decided: false,
    expires: Date.now() + request.expiration * 1000,
  });
  // oidc-provider's own store holds a thousand things; nobody asks for older requests.
  if (asked.size > 1000) asked.delete(asked.keys().next().value);
}

function inbox(user) {
  return [...asked.values()].reverse()
    .filter((entry) => entry.user === user && !entry.decided && entry.expires > Date.now())
    .map(({ id, client, binding_message, scope }) => ({ id, client, binding_message, scope }));
}

async function decide(provider, user, id, decision) {
  const entry = asked.get(id);
  if (!entry) throw new Refusal(404, 'unknown_request');
  if (entry.user !== user) throw new Refusal(403, 'request_of_another_user');
  if (!['approve', 'deny'].includes(decision)) throw new Refusal(400, 'invalid_decision');

  const request = await provider.BackchannelAuthenticationRequest.find(id, { ignoreExpiration: true });
  // The store drops requests some time after they expire, and when their grant is revoked.
  if (!request || request.isExpired) throw new Refusal(410, 'expired_request');
  entry.decided = true;
  let result = new errors.AccessDenied();
  if (decision === 'approve') {
    result = new provider.Grant({ accountId: user, clientId: request.clientId });
    result.addOIDCScope(request.scope);
    await result.save();
  }
  try {
    await provider.backchannelResult(request, result);
  } catch (error) {
    // The decision was stored before the client was told of it, and stays.
    return { decision, ping: `failed: ${error.message || error.code}` };
  }
  return { decision };
}

class Refusal extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
  }
}

async function device(provider, req, res) {
  const answer = (status, body) => {
    res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    res.end(JSON.stringify(body));
  };
  try {
    const [, , user, id, ...rest] = new URL(req.url, provider.issuer).pathname.split('/').map(decodeURIComponent);
    if (!user || rest.length > 0) throw new Refusal(404, 'not_found');
    if (req.method === 'GET' && id === undefined) {
      answer(200, inbox(user));
    } else if (req.method === 'POST' && id !== undefined) {
      answer(200, await decide(provider, user, id, (await form(req)).get('decision')));
    } else {
      throw new Refusal(405, 'method_not_allowed');
    }
  } catch (error) {
    if (error instanceof Refusal) answer(error.status, { error: error.message });
    else if (error instanceof URIError) answer(400, { error: 'invalid_request' });
    else {
      console.error(error);
      answer(500, { error: 'server_error' });
    }
  }
}

async function form(req) {
  let text = '';
  for await (const part of req) {
    text += part;
    if (text.length > 4096) throw new Refusal(413, 'too_long');
  }
  return new URLSearchParams(text);
}

// ---- telling a client of a decision (CIBA ping)

// Stands in for oidc-provider's fetch, which sends nothing to loopback and believes no
// certificate that it has no authority for: both right for a server on the Internet. Here
// the listener is a test on this machine with a certificate of its own making, so that its
// certificate is not looked at. That must never be done for any other address: flags()
// refuses those, and nothing but pings comes here.
function send(registered, { method, headers, body, signal }) {
  const { protocol } = args.notify;
  const request = protocol === 'https:' ? overHTTPS : overHTTP;
  return new Promise((resolve, reject) => {
    const req = request(args.notify, {
      method, headers: Object.fromEntries(headers), signal, rejectUnauthorized: false, agent: false,
    }, (res) => {
      res.resume(); // only the status is of interest
      resolve(new Response(null, { status: res.statusCode }));
    });
    req.on('error', reject);
    req.end(body);
  });
}

// ---- the server

const configuration = {
  adapter: args.store === 'racy' ? racyStore(args.readers) : undefined,
  clients,
  findAccount,
  fetch: send,
  features: {
    deviceFlow: { enabled: true },
    devInteractions: { enabled: true }, // the pages on which people log in and consent
    ciba: {
      enabled: true,
      deliveryModes: ['poll', 'ping'],
      processLoginHint: (ctx, hint) => (UNKNOWN.test(hint) ? undefined : hint),
      processLoginHintToken() {
        throw new errors.InvalidRequest('login_hint_token is not supported here, send login_hint');
      },
      verifyUserCode() {}, // people have no code of their own
      validateRequestContext() {},
      triggerAuthenticationDevice: (ctx, request, account, client) => ask(request, client),
    },
    dPoP: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    userinfo: { enabled: true },
  },
  ttl: {},
};
if (args.deviceLife) configuration.ttl.DeviceCode = args.deviceLife;
if (args.requestLife) {
  // As oidc-provider's own: what the client requests, if that is shorter.
  configuration.ttl.BackchannelAuthenticationRequest = (ctx) => (
    Math.min(args.requestLife, Number(ctx?.oidc?.params.requested_expiry ?? args.requestLife)));
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

// The issuer has the port in it, so that the server listens before there is a provider.
const server = createServer();
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(args.port, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration);
  provider.on('server_error', (ctx, error) => console.error(error));
  const rest = provider.callback();
  server.on('request', (req, res) => (
    req.url.startsWith('/authentication-device/') ? device(provider, req, res) : rest(req, res)));
  console.log(`listening on ${issuer}`);
});
