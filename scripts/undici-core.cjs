// As much of undici as the command line needs: pools and proxies. Its front door also loads fetch, WebSocket, caches and mocks.
const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');

Dispatcher.prototype.request = require('undici/lib/api/api-request.js');
// A proxy's agent opens its tunnels with it.
Dispatcher.prototype.connect = require('undici/lib/api/api-connect.js');

module.exports = {
  Agent: require('undici/lib/dispatcher/agent.js'),
  EnvHttpProxyAgent: require('undici/lib/dispatcher/env-http-proxy-agent.js'),
  Pool: require('undici/lib/dispatcher/pool.js'),
};
