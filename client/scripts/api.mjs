// Writes src/api (types and one function per operation) from the server's OpenAPI document.
// Usage: node scripts/api.mjs [openapi.json]; `--check` fails when what is there differs.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const args = process.argv.slice(2).filter((a) => a !== '--check')
const check = process.argv.includes('--check')
const doc = JSON.parse(fs.readFileSync(args[0] || path.join(root, '../docs/openapi.json'), 'utf8'))
const HEAD = '// Made by `npm run api` from docs/openapi.json; never edited.\n'

const typeName = (ref) => ref.split('/').pop().replace(/[^A-Za-z0-9]+(.)?/g, (_, c) => (c || '').toUpperCase())
const camel = (id) => id.replace(/_(.)/g, (_, c) => c.toUpperCase())
const field = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))
const union = (types) => [...new Set(types)].join(' | ')

function type(s) {
  if (!s || !Object.keys(s).length) return 'unknown'
  if (s.$ref) return typeName(s.$ref)
  if (s.const !== undefined) return JSON.stringify(s.const)
  if (s.enum) return union(s.enum.map((x) => JSON.stringify(x)))
  if (s.anyOf || s.oneOf) return union((s.anyOf || s.oneOf).map(type))
  if (s.allOf) return s.allOf.map(type).join(' & ')
  if (Array.isArray(s.type)) return union(s.type.map((t) => type({ ...s, type: t })))
  switch (s.type) {
    case 'string': return 'string'
    case 'integer': case 'number': return 'number'
    case 'boolean': return 'boolean'
    case 'null': return 'null'
    case 'array': {
      if (s.prefixItems) return `[${s.prefixItems.map(type).join(', ')}]`
      const of = type(s.items)
      return /[ |&]/.test(of) ? `(${of})[]` : `${of}[]`
    }
    case 'object':
      if (s.properties) return shape(s)
      return `Record<string, ${s.additionalProperties && s.additionalProperties !== true ? type(s.additionalProperties) : 'unknown'}>`
    default: return 'unknown'
  }
}
function shape(s) {
  const rows = Object.entries(s.properties || {}).map(([n, p]) => `${field(n)}${(s.required || []).includes(n) ? '' : '?'}: ${type(p)}`)
  return rows.length ? `{ ${rows.join('; ')} }` : 'Record<string, never>'
}

const types = Object.entries(doc.components.schemas).map(([name, s]) => {
  const says = s.description ? `/** ${s.description.replace(/\s+/g, ' ').trim()} */\n` : ''
  if (s.type === 'object' && s.properties) {
    const rows = Object.entries(s.properties).map(([n, p]) => `  ${field(n)}${(s.required || []).includes(n) ? '' : '?'}: ${type(p)}`)
    return `${says}export interface ${typeName(name)} {\n${rows.join('\n')}\n}`
  }
  return `${says}export type ${typeName(name)} = ${type(s)}`
})

const calls = []
for (const [route, methods] of Object.entries(doc.paths)) {
  for (const [method, op] of Object.entries(methods)) {
    if (!op.operationId) continue
    const given = op.parameters || []
    const inPath = given.filter((p) => p.in === 'path')
    const query = given.filter((p) => p.in === 'query')
    const body = op.requestBody?.content?.['application/json']?.schema
    const good = Object.entries(op.responses).find(([code]) => code.startsWith('2'))?.[1]
    const out = good?.content?.['application/json']?.schema
    const name = (p) => camel(p.name)
    const taken = inPath.map((p) => `${name(p)}: string`)
    if (body) taken.push(`body: ${op.requestBody.required === false ? 'Partial<' + type(body) + '>' : type(body)}`)
    if (query.length) taken.push(`query: { ${query.map((p) => `${field(p.name)}${p.required ? '' : '?'}: ${type(p.schema)}`).join('; ')} }${query.some((p) => p.required) ? '' : ' = {}'}`)
    taken.push('extras: Extras = {}')
    const url = '`' + route.replace(/\{([^}]+)\}/g, (_, n) => '${encodeURIComponent(' + camel(n) + ')}') + '`'
    const pass = ['...extras', ...(body ? ['body'] : []), ...(query.length ? ['query'] : [])].join(', ')
    const says = op.description || op.summary
    calls.push(`${says ? `/** ${says.replace(/\s+/g, ' ').trim()} */\n` : ''}export const ${camel(op.operationId)} = (${taken.join(', ')}) =>\n  ask<${out ? type(out) : 'void'}>('${method.toUpperCase()}', ${url}, { ${pass} })`)
  }
}
const used = [...new Set(calls.join('\n').match(/\b[A-Z][A-Za-z0-9]*\b/g) || [])].filter((n) => types.some((t) => new RegExp(`(interface|type) ${n}\\b`).test(t)))

const files = {
  'types.ts': `${HEAD}\n${types.join('\n\n')}\n`,
  'calls.ts': `${HEAD}import { ask, type Extras } from '@/net/ask'\nimport type { ${used.sort().join(', ')} } from './types'\n\n${calls.join('\n\n')}\n`,
  'index.ts': `${HEAD}export * from './calls'\nexport type * from './types'\n`,
}
let differs = false
for (const [name, text] of Object.entries(files)) {
  const file = path.join(root, 'src/api', name)
  if (check) { if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) { console.error(`src/api/${name} is not what docs/openapi.json says: npm run api`); differs = true } }
  else fs.writeFileSync(file, text)
}
if (!check) console.log(`${types.length} types, ${calls.length} calls`)
process.exit(differs ? 1 : 0)
