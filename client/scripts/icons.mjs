// Writes one file per symbol and colour for the mini-program, which has no inline SVG, from src/theme/icons.svg.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const out = path.join(root, 'src/static/mp-weixin')
const TONES = { dai: '#14505a', on: '#ffffff', soft: '#4e5d61', river: '#2e7f7d', maple: '#b4441a', ok: '#1e6b3a', warn: '#775000', bad: '#a31529' }

const source = fs.readFileSync(path.join(root, 'src/theme/icons.svg'), 'utf8')
fs.rmSync(out, { recursive: true, force: true })
fs.mkdirSync(out, { recursive: true })
for (const [, id, box, rest, body] of source.matchAll(/<symbol id="([^"]+)" viewBox="([^"]+)"([^>]*)>([\s\S]*?)<\/symbol>/g)) {
  const keep = rest.trim()
  if (id.startsWith('i-')) {
    for (const [tone, colour] of Object.entries(TONES)) {
      fs.writeFileSync(path.join(out, `${id.slice(2)}-${tone}.svg`),
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" fill="none" stroke="${colour}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${body}</svg>\n`)
    }
  } else {
    const fill = id === 'word' ? ` fill="${TONES.dai}"` : ''
    fs.writeFileSync(path.join(out, `${id}.svg`), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" ${keep}${fill}>${body}</svg>\n`)
  }
}
console.log(`${fs.readdirSync(out).length} files in ${path.relative(root, out)}`)
