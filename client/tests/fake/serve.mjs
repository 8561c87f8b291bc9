// Serves the built H5 at /m/ and the fake API beside it: `node tests/fake/serve.mjs [port]`.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeApi } from './api.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/build/h5')
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json' }
// The strictest policy the house may serve: nothing foreign, no inline script.
const CSP = "default-src 'self'; img-src 'self' data:; style-src 'self'; object-src 'none'; base-uri 'none'"

export async function serve({ port = 0, now } = {}) {
  const api = makeApi({ now })
  const state = { down: false, served: [] }
  const server = http.createServer((req, res) => {
    const chunks = []
    req.on('data', (d) => chunks.push(d))
    req.on('end', () => {
      if (req.url.startsWith('/api/')) {
        if (state.down) { req.socket.destroy(); return }
        const r = api.answer({ method: req.method, url: req.url, headers: req.headers, body: Buffer.concat(chunks).toString('utf8') })
        res.writeHead(r.status, { ...r.headers, 'cache-control': 'no-store' })
        res.end(r.body === undefined ? undefined : JSON.stringify(r.body))
        return
      }
      const file = path.join(root, decodeURIComponent(req.url.split('?')[0]).replace(/^\/m\//, '/').replace(/\/$/, '/index.html'))
      if (!req.url.startsWith('/m/') || !file.startsWith(root) || !fs.existsSync(file)) { res.writeHead(404); res.end(); return }
      res.writeHead(200, { 'content-type': TYPES[path.extname(file)] || 'application/octet-stream', 'content-security-policy': CSP })
      res.end(fs.readFileSync(file))
    })
  })
  await new Promise((ok) => server.listen(port, '127.0.0.1', ok))
  return { api, state, server, origin: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((ok) => { server.closeAllConnections(); server.close(ok) }) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await serve({ port: Number(process.argv[2]) || 5190 })
  console.log(`${origin}/m/`)
}
